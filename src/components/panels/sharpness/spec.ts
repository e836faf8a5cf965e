import { type Area, describeSeries, formatValue, lineChart, type Ref, type Series } from '../../../charts'
import type { PanelSpec } from '../frame/spec'
import { changeMarks, divergenceMarks } from '../reading/events'
import { noNoise } from '../reading/noise'
import { nth, number, short } from '../reading/numbers'
import { armSeries, besideLines, cursorOf, stepAt } from '../reading/series'
import { stepTable } from '../reading/tables'
import { texNumber } from '../reading/texNumber'
import { clockOf, overSteps } from '../reading/time'
import { type ArmView, columnOf, entryOf, scalarOf, type View } from '../reading/view'
import { sharpnessEdges, sharpnessOf, thresholdsAt } from './edges'
import { sharpnessSentence } from './sentence'

const COLUMNS = [
  'batch_sharpness',
  'batch_sharpness_se',
  'batch_sharpness_gn',
  'batch_sharpness_gn_se',
  'gni',
  'eta_star',
  'lr',
  'batch_size',
] as const

/** What is said where it is read with G. */
const withG = (view: View) => (sharpnessOf(view) === 'batch_sharpness' ? '' : ' with G')

/** Batch sharpness solid, gradient–noise interaction dotted; colour tells the arms. */
const seriesFor = (view: View): Series[] =>
  view.arms.flatMap(arm => [
    armSeries(view, arm, 'gni', { dash: [2, 3], width: 1, label: '' }),
    armSeries(view, arm, sharpnessOf(view), { width: 1.7, symbol: 'BS' }),
  ])

/** Curvatures whose 2/η is a threshold: 2/η* of every arm in long dashes; of the selected one the paper's and λ₁ of G in short ones. */
const thresholdsFor = (view: View): Series[] =>
  view.arms.flatMap(arm => {
    const stars = columnOf(view, arm, 'eta_star')
    if (!stars.some(Number.isFinite)) return []
    const x = columnOf(view, arm, 'step')
    const own = (y: Float64Array, label: string, dash: number[]): Series => ({
      x,
      y,
      length: x.length,
      color: arm.color,
      label,
      symbol: label,
      dash,
      width: 1.2,
    })
    const star = own(
      stars.map(eta => 2 / eta),
      '2/η*',
      [8, 4],
    )
    if (arm !== view.selected) return [star]
    const paper = x.map((_, row) => 2 / thresholdsAt(view, arm, row).necessary)
    const largest = x.map((_, row) => entryOf(view, arm, 'lambda', 1, row))
    return [own(largest, 'λ₁(G)', [4, 3]), ...(paper.some(Number.isFinite) ? [own(paper, 'paper’s', [4, 3, 1, 3])] : []), star]
  })

/** ± two standard errors of what was drawn. */
const bandsFor = (view: View): Area[] =>
  view.arms.map(arm => {
    const name = sharpnessOf(view)
    const [x, y, error] = [columnOf(view, arm, 'step'), columnOf(view, arm, name), columnOf(view, arm, `${name}_se`)]
    const at = (sign: number) => y.map((v, i) => v + sign * 2 * nth(error, i))
    return { x, lo: at(-1), hi: at(1), length: x.length, color: arm.color, clock: clockOf(view, arm) }
  })

/** The arms' edges; arms that share one share its line. */
function edgesFor(view: View): Ref[] {
  const lines = new Map<string, { y: number; formula: string; color: ArmView['color']; labels: string[] }>()
  for (const arm of view.arms)
    for (const { limit, formula } of sharpnessEdges(view, arm)) {
      const key = `${formula} ${limit}`
      const line = lines.get(key) ?? { y: limit, formula, color: arm.color, labels: [] }
      line.labels.push(arm.label)
      lines.set(key, line)
    }
  return [...lines.values()].map(({ y, formula, color, labels }) => ({
    y,
    color,
    label: `${formula} (${labels.join(', ')})`,
    fit: true,
    symbol: formula,
  }))
}

/** The smallest and largest batch sharpness and edge that there are: GNI, which rises without bound near a minimum, does not widen the axis. */
function range(view: View): readonly [number, number] | undefined {
  const values = [
    ...[view, ...view.beside.map(kept => kept.view)].flatMap(of => of.arms.flatMap(arm => [...columnOf(of, arm, sharpnessOf(of))])),
    ...view.arms.flatMap(arm => sharpnessEdges(view, arm).map(({ limit }) => limit)),
    ...thresholdsFor(view).flatMap(({ y }) => Array.from(y)),
  ].filter(v => v > 0 && Number.isFinite(v))
  return values.length > 0 ? [Math.min(...values) / 2, Math.max(...values) * 3] : undefined
}

/** The thresholds of an arm as learning rates, where η* is known. */
function thresholdRows(view: View, arm: ArmView, row?: number): (readonly [string, number])[] {
  const { eta, necessary, descent } = thresholdsAt(view, arm, row)
  if (!Number.isFinite(eta)) return []
  return [
    ['η', scalarOf(view, arm, 'lr', row)],
    ['η*', eta],
    ['√(B/μ)/‖G‖_F', necessary],
    ['2/λ₁', descent],
  ]
}

/** λ₁ of G, the rate that the paper's condition allows, and the arm's one or two edges at a row; NaN for what there is not. */
function edgeNumbers(view: View, arm: ArmView, row: number): number[] {
  const [edge, large] = sharpnessEdges(view, arm, row).map(({ limit }) => limit)
  return [entryOf(view, arm, 'lambda', 1, row), thresholdsAt(view, arm, row).necessary, edge ?? Number.NaN, large ?? Number.NaN]
}

const withError = (value: number, error: number) => formatValue(value) + (error > 0 ? ` ± ${formatValue(error, 2)}` : '')

/** Batch sharpness of every arm against 2/η. */
export const SHARPNESS: PanelSpec = {
  axis: 'step',
  timed: 'xy',
  kept: 'beside',
  symbols: ['BS', '2/η', '2(1+m)/η', '2(1−m)/η', 'η*', 'η'],
  subtitle(view) {
    const arm = view.selected
    return arm ? `BS${withG(view)} ${short(scalarOf(view, arm, sharpnessOf(view)))}` : 'against 2/η'
  },
  sentence: sharpnessSentence,
  trust(view) {
    const errors = view.arms.map(arm => scalarOf(view, arm, `${sharpnessOf(view)}_se`)).filter(Number.isFinite)
    if (errors.length === 0) return undefined
    if (errors.every(error => error === 0))
      return { kind: 'exact', text: 'exact', tip: 'Every minibatch that an arm may draw was gone through.' }
    const of = `${formatValue(view.scenario.measure.batches)} minibatches, drawn as the arm draws its own`
    return { kind: 'estimate', text: 'estimated ± 2 se', tip: `The mean over ${of}; bands are two standard errors wide on either side.` }
  },
  summary: view =>
    `${describeSeries(
      seriesFor(view).map((s, i) => ({ ...s, label: `${view.arms[i >> 1]?.label} ${i % 2 ? 'batch sharpness' : 'GNI'}` })),
      { name: 'batch sharpness' },
    )} ${sharpnessSentence(view)}`,
  draw(ctx, box, view, { previous, mark, lit }) {
    const yLimit = range(view)
    const data = {
      lit,
      series: [...besideLines(view, seriesFor), ...thresholdsFor(view), ...seriesFor(view)],
      areas: bandsFor(view),
      refs: edgesFor(view),
      events: [...changeMarks(view.scenario), ...divergenceMarks(view)],
      cursor: cursorOf(view, mark),
    }
    return lineChart(ctx, box, data, {
      previous,
      ...overSteps(view, 'sharpness'),
      yLog: true,
      ...(yLimit && { yLimit }),
      yTitle: 'batch sharpness',
      labels: 'end',
      waiting: noNoise(view),
    })
  },
  locate: (view, layout, px) => stepAt(view, layout, px),
  readout(view, step) {
    const rows = view.arms.flatMap(arm => {
      const row = arm.trace.table.indexOf(step)
      const of = (label: string, value: string) => ({ label: `${arm.label} ${label}`, color: arm.color, value })
      const at = (name: (typeof COLUMNS)[number]) => scalarOf(view, arm, name, row)
      return [
        ...(view.scenario.measure.batches > 0
          ? [
              of('BS', withError(at('batch_sharpness'), at('batch_sharpness_se'))),
              of('BS with G', withError(at('batch_sharpness_gn'), at('batch_sharpness_gn_se'))),
            ]
          : []),
        of('GNI', formatValue(at('gni'))),
        ...thresholdRows(view, arm, row).map(([label, value]) => of(label, formatValue(value))),
        ...sharpnessEdges(view, arm, row).map(({ formula, limit }) => of(formula, formatValue(limit))),
      ]
    })
    return { title: `step ${formatValue(step)}`, rows }
  },
  table(view) {
    const { header, rows } = stepTable(view, COLUMNS)
    const more = view.arms.flatMap(arm => Array.from(columnOf(view, arm, 'step'), (_, row) => edgeNumbers(view, arm, row)))
    return { header: [...header, 'lambda_1', 'eta_paper', 'edge', 'edge_large'], rows: rows.map((row, i) => [...row, ...(more[i] ?? [])]) }
  },
  explain(view) {
    const { batches, edge } = view.scenario.measure
    return {
      text: [
        'Batch sharpness is the curvature that a step of SGD meets on the loss of its own minibatch, along its own gradient, in the mean over the minibatches that the arm may draw (Andreyev & Beneventano, arXiv 2412.20553). Where training sharpens, it rises to 2/η and stays there: the edge of stochastic stability. λ₁ of the whole loss then stays below, the lower the smaller the minibatches. Of gradient descent it is the curvature along ∇L.',
        'An arm that is far below its edge when its loss has fallen is not at an edge: it had nothing left to sharpen with.',
        'The dotted lines are the gradient–noise interaction GNI. It comes to 2/η as well, also where an oscillation does no harm, and rises without bound where ∇L vanishes before the noise does: read it with care.',
        ...(edge === 'on'
          ? [
              'η* is the exact learning rate up to which E[L] decays beside a minimum that interpolates (Mulayoff & Michaeli, arXiv 2306.07850), of the model linearized at θ at the arm’s own B and way of drawing. Long dashes show 2/η*, an edge where they meet 2/η; short ones λ₁(G), where gradient descent has its edge, and 2‖G‖_F√(μ/B), where the paper’s necessary condition has it (B counts (n−1)/(n−B) times where drawn without replacement): E[L] grows at smaller rates than that allows. Away from interpolation η* is what it would be if the residuals vanished. Almost every run may still come to rest a little beyond it (Chemnitz & Engel, JMLR 2025).',
            ]
          : []),
        ...(batches === 0
          ? []
          : [
              `Of each row ${formatValue(batches)} minibatches are looked at, the same at every step, or all where there are no more; bands are two standard errors wide on either side.`,
            ]),
      ],
      formulas: view.arms.flatMap(arm => {
        const { eta } = thresholdsAt(view, arm)
        const star = Number.isFinite(eta)
          ? [{ tex: `\\eta^*=${texNumber(eta)}`, says: `${arm.label}, η ${number(scalarOf(view, arm, 'lr'))}` }]
          : []
        const value = scalarOf(view, arm, sharpnessOf(view))
        if (!Number.isFinite(value)) return star
        const says = sharpnessEdges(view, arm).map(({ formula, limit }) => `${formula} = ${number(limit)}`)
        const tex = `\\mathbb{E}_B\\left[\\frac{g_B^{\\top}${sharpnessOf(view) === 'batch_sharpness' ? 'H' : 'G'}_Bg_B}{\\|g_B\\|^2}\\right]=${texNumber(value)}`
        return [...star, { tex, says: `${arm.label}${says.length > 0 ? `, against ${says.join(' and ')}` : ''}` }]
      }),
    }
  },
}
