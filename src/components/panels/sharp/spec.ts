import { type ChartLayout, type Diagonal, formatValue, type SharpArm, sharpChart } from '../../../charts'
import { subscript } from '../../../lib/digits'
import type { Border } from '../frame/border'
import { attachBorderKeys } from '../frame/border'
import type { PanelSpec } from '../frame/spec'
import { nth, short } from '../reading/numbers'
import type { NumberTable } from '../reading/readout'
import { curveAt, recursionsOf, referenceOf } from '../reading/recursions'
import { type ArmView, columnOf, scalarOf, type View } from '../reading/view'
import { cloudOf, cloudRows, cloudSentence } from './cloud'
import { energiesAt, energyPath, splitsDistance } from './energies'
import { explainSharp } from './explain'
import { meanRatio, sharpSentence } from './sentence'
import { diagonalKey, replicasKey, sharpWords, wordsOf } from './words'

/** Pixels from a path at which its steps can be read. */
const REACH = 24

/** The paths of the arms, up to the step shown or the one pointed at. */
const pathsOf = (view: View, k: number) => view.arms.map(arm => ({ arm, ...energyPath(view, arm, k) }))

/** Those of a view as they are drawn; of a kept run named by its letter, and muted. */
function drawnPaths(view: View, k: number, mark: number | undefined, letter = ''): SharpArm[] {
  return pathsOf(view, k).map(({ arm, ...path }) => ({
    label: letter || arm.label,
    color: arm.color,
    ...path,
    ...pointed(path, mark),
    ...(letter && { muted: true }),
  }))
}

/** The exact mean of each arm with noise at the step shown, and the paper's bound: both are of energies. */
function diagonalsOf(view: View, k: number): Diagonal[] {
  if (splitsDistance(view)) return []
  const noisy = view.arms.filter(arm => meanRatio(view, arm, k) > 0)
  const means = noisy.map(arm => ({
    ratio: meanRatio(view, arm, k),
    label: noisy.length > 1 ? `${arm.label}’s exact mean` : 'exact mean',
    color: arm.color,
  }))
  const bound = referenceOf(view, k)
  return bound > 0 ? [...means, { ratio: bound, label: 'paper’s bound, C = 1', dash: [1.5, 2.5] }] : means
}

const EXACT_MEAN = 'exact mean'
const FLAT_TO_SHARP = 'flat : sharp'
/** Names of D_k as far as k may be chosen. */
const RATIOS = Array.from({ length: 64 }, (_, i) => `D${subscript(i + 1)}`)
const SYMBOLS = [EXACT_MEAN, FLAT_TO_SHARP, ...RATIOS]

/** The diagonals that symbols of the texts stand for: the exact means, and the one that the selected arm is on. */
function ratiosOf(view: View, k: number) {
  const means = splitsDistance(view) ? [] : view.arms.map(arm => ({ symbol: EXACT_MEAN, ratio: meanRatio(view, arm, k) }))
  const { selected } = view
  const own = selected ? [{ symbol: ratioName(view, k), ratio: energiesAt(view, selected, k).D }] : []
  return [...means, ...own].filter(({ ratio }) => ratio > 0)
}

const ratioName = (view: View, k: number) => (splitsDistance(view) ? FLAT_TO_SHARP : `D${subscript(k)}`)

/** What an arm has in the k sharpest directions to the right, in all others upward, on logarithmic axes: a path per arm. */
export function sharpSpec(border: Border): PanelSpec {
  return {
    axis: 'step',
    sampled: true,
    symbols: SYMBOLS,
    kept: 'beside',
    alike: (view, kept) => splitsDistance(view) === splitsDistance(kept),
    attach: chart => attachBorderKeys(chart, border),
    subtitle(view) {
      const arm = view.selected
      const ratio = ratioName(view, border.k)
      return arm ? `${ratio} ${short(energiesAt(view, arm, border.k).D)}` : ratio
    },
    missing: missingOf,
    sentence: view => sharpSentence(view, border.k) + replicasSentence(view, border.k),
    summary: view =>
      `A path per arm on logarithmic axes: ${wordsOf(view, border.k).what} ${sharpWords(border.k)} to the right, in all other directions upward. ${sharpSentence(view, border.k)}${replicasSentence(view, border.k)} Up and down arrow keys change k.`,
    draw(ctx, box, view, { previous, mark, lit }) {
      const { k } = border
      const { what, unity } = wordsOf(view, k)
      const kept = view.beside.flatMap(({ letter, view: seen }) => drawnPaths(seen, k, mark, letter))
      const arms = [...kept, ...drawnPaths(view, k, mark)]
      return sharpChart(ctx, box, arms, diagonalsOf(view, k), {
        previous,
        cloud: mark === undefined ? (cloudOf(view, k) ?? undefined) : undefined,
        xTitle: `${what} ${sharpWords(k)} →`,
        yTitle: `↑ ${what} in all flatter directions`,
        unity,
        symbols: ratiosOf(view, k),
        lit,
      })
    },
    key: view => {
      const replicas = replicasKey(view, border.k)
      return [{ label: `k = ${border.k}` }, { label: diagonalKey(view) }, ...(replicas ? [{ label: replicas }] : [])]
    },
    locate: (view, layout, px, py) => stepNear(view, border.k, layout, px, py),
    readout(view, step) {
      const { k } = border
      const rows = view.arms.flatMap(arm => {
        const { sharp, flat, D } = energiesAt(view, arm, k, arm.trace.table.indexOf(step))
        const of = (label: string, value: number) => ({ label: `${arm.label} ${label}`, color: arm.color, value: formatValue(value) })
        return [of('sharp', sharp), of('flat', flat), of(ratioName(view, k), D)]
      })
      return { title: `step ${formatValue(step)}`, rows }
    },
    table: view => (splitsDistance(view) ? distanceTable(view, border.k) : energyTable(view, border.k)),
    explain: view => explainSharp(view, border.k),
  }
}

const replicasSentence = (view: View, k: number) => cloudSentence(cloudOf(view, k), `D${subscript(k)}`)

/** Why there is nothing to be seen. */
function missingOf(view: View): string | undefined {
  const { arms, columns, scenario, step } = view
  if (!columns || arms.length === 0) return undefined
  const none = (known: (arm: ArmView) => number) => arms.every(arm => arm.row >= 0 && Number.isNaN(known(arm)))
  if (!splitsDistance(view))
    return none(({ row, trace: { table } }) => table.value(row, columns.first.D))
      ? 'This view needs the energy along every direction of G, as linear models have it; for this model only that along the sharpest is known.'
      : undefined
  if (none(arm => scalarOf(view, arm, 'moved'))) {
    const next = scenario.events.find(event => event.step > step)
    return `No escape has begun: η has not been raised, B not lowered, no noise switched on.${next ? ` The next change acts at step ${next.step}.` : ''}`
  }
  return none(arm => scalarOf(view, arm, 'moved_rest'))
    ? 'This model is too wide to hold its sharpest directions: only how far it has gone is known.'
    : undefined
}

function energyTable(view: View, k: number): NumberTable {
  const bound = referenceOf(view, k)
  const rows = view.arms.flatMap(arm => {
    const part = recursionsOf(view, arm)
    return [...columnOf(view, arm, 'step')].map((step, row) => {
      const { sharp, flat, D } = energiesAt(view, arm, k, row)
      return [arm.id, step, k, sharp, flat, D, part?.aligned ? curveAt(part, part.exact, k, step) : Number.NaN, bound]
    })
  })
  return {
    header: ['arm', 'step', 'k', 'energy_sharp', 'energy_flat', 'D', 'D_exact', 'reference'],
    rows: [...rows, ...cloudRows(cloudOf(view, k), k)],
  }
}

function distanceTable(view: View, k: number): NumberTable {
  const rows = view.arms.flatMap(arm =>
    [...columnOf(view, arm, 'step')].map((step, row) => {
      const { sharp, flat, D } = energiesAt(view, arm, k, row)
      return [arm.id, step, scalarOf(view, arm, 'anchor_step', row), k, sharp, flat, D]
    }),
  )
  return { header: ['arm', 'step', 'anchor_step', 'k', 'distance2_sharp', 'distance2_flat', 'flat_to_sharp'], rows }
}

/** The point of the step pointed at. */
function pointed({ step }: { step: Float64Array }, mark: number | undefined): { at?: number } {
  const at = mark === undefined ? -1 : step.findLastIndex(t => t <= mark)
  return at < 0 ? {} : { at }
}

/** The step whose point, of any arm, is nearest to a pixel. */
function stepNear(view: View, k: number, { x, y }: ChartLayout, px: number, py: number): number | undefined {
  let [best, least]: [number | undefined, number] = [undefined, REACH]
  for (const { step, sharp, flat, length } of pathsOf(view, k))
    for (let i = 0; i < length; i++) {
      const far = Math.hypot(x.px(nth(sharp, i)) - px, y.px(nth(flat, i)) - py)
      if (far < least) [best, least] = [nth(step, i), far]
    }
  return best
}
