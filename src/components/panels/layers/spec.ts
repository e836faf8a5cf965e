import { formatValue, type Stack, stackChart } from '../../../charts'
import type { ModelSettings } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { noNoise } from '../reading/noise'
import { capital } from '../reading/numbers'
import { cursorOf, stepAt, stepRange } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { type ArmView, columnOf, type VectorName, type View, vectorOf } from '../reading/view'

/** The trained layers from the input on: "conv", "dense"; those of a two-layer net by their place. */
export function layerNames(model: ModelSettings): string[] {
  if (model.kind === 'two-layer') return model.outer === 'trained' ? ['hidden', 'outer'] : ['hidden']
  if (model.kind === 'random-features') return ['outer']
  const convolutions = model.kind === 'cnn' ? model.filters.map(() => 'conv') : []
  const dense = model.kind === 'cnn' ? (model.head > 0 ? 1 : 0) : model.hidden.length
  return [...convolutions, ...Array.from({ length: dense + 1 }, () => 'dense')]
}

const layerCount = (view: View) => view.columns?.layers ?? 0
const layerName = (view: View, l: number) => `layer ${l} · ${layerNames(view.scenario.model)[l - 1] ?? 'dense'}`
const share = (v: number) => `${formatValue(100 * v, 2)} %`

/** The columns of a group over the steps, one per layer. */
function partsOf(view: View, arm: ArmView, group: VectorName): Float64Array[] {
  const { columns } = view
  return columns ? Array.from({ length: columns.layers }, (_, l) => arm.trace.table.column(columns.first[group] + l)) : []
}

/** Which layer has the largest share at the step shown, counted from 1; 0 where there is none. */
function largest(values: Float64Array): number {
  let best = 0
  for (let l = 0; l < values.length; l++) if (best === 0 || values[l]! > values[best - 1]!) best = l + 1
  return best
}

function sentence(view: View): string {
  const arm = view.selected
  if (!arm) return noNoise(view)
  const [G, mu] = [vectorOf(view, arm, 'layer_G'), vectorOf(view, arm, 'layer_mu')]
  const [k, l] = [largest(G), largest(mu)]
  if (k === 0) return noNoise(view)
  const first = `${capital(layerName(view, k))} has ${share(G[k - 1]!)} of Tr G`
  if (l === 0) return `${first}.`
  const numerator = `${share(mu[l - 1]!)} of ${arm.label}’s Tr(ΣG), the numerator of μ`
  const below = [...mu].flatMap((v, i) => (v < 0 ? [i + 1] : []))
  const against = below.length > 0 ? ` Layer ${below.join(' and ')} works against the others: a part below zero.` : ''
  return `${first} and ${k === l ? '' : `${layerName(view, l)} `}${numerator}.${against}`
}

/** What each layer contributes to the curvature and to the numerator of μ, for the selected arm. */
export const LAYERS: PanelSpec = {
  axis: 'step',
  sampled: true,
  subtitle(view) {
    const arm = view.selected
    if (!arm) return 'shares of Tr G and Tr(ΣG)'
    const mu = vectorOf(view, arm, 'layer_mu')
    const l = largest(mu)
    return l === 0 ? 'shares of Tr G and Tr(ΣG)' : `${arm.label}: layer ${l} has ${share(mu[l - 1]!)} of Tr(ΣG)`
  },
  sentence,
  summary: view => `Two strips of areas over the steps, one area per layer, stacked to 1: shares of Tr G and of Tr(ΣG). ${sentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    const arm = view.selected
    const x = arm ? columnOf(view, arm, 'step') : new Float64Array(0)
    const strip = (title: string, group: VectorName): Stack => ({ title, parts: arm ? partsOf(view, arm, group) : [] })
    const names = Array.from({ length: layerCount(view) }, (_, l) => layerName(view, l + 1).replace('layer ', ''))
    const stacks = [strip('share of Tr G', 'layer_G'), strip('share of Tr(ΣG)', 'layer_mu')]
    const data = { x, length: x.length, stacks, names, color: arm?.color ?? 0, cursor: cursorOf(view, mark) }
    return stackChart(ctx, box, data, { previous, xDomain: stepRange(view), waiting: noNoise(view) })
  },
  locate: (view, layout, px) => stepAt(view, layout, px),
  readout(view, step) {
    const arm = view.selected
    if (!arm) return { title: `step ${formatValue(step)}`, rows: [] }
    const row = arm.trace.table.indexOf(step)
    const [G, mu] = [vectorOf(view, arm, 'layer_G', row), vectorOf(view, arm, 'layer_mu', row)]
    const rows = Array.from({ length: layerCount(view) }, (_, l) => ({
      label: layerName(view, l + 1),
      value: `${share(G[l] ?? Number.NaN)} · ${share(mu[l] ?? Number.NaN)}`,
    }))
    return { title: `${arm.label}, step ${formatValue(step)}: Tr G · Tr(ΣG)`, rows }
  },
  table(view) {
    const groups = ['layer_G', 'layer_mu'] as const
    const header = groups.flatMap(group => Array.from({ length: layerCount(view) }, (_, l) => `${group}_${l + 1}`))
    const rows = view.arms.flatMap(arm => {
      const columns = groups.flatMap(group => partsOf(view, arm, group))
      return [...columnOf(view, arm, 'step')].map((step, i) => [arm.id, step, ...columns.map(c => c[i]!)])
    })
    return { header: ['arm', 'step', ...header], rows }
  },
  explain(view) {
    const arm = view.selected
    const values = (group: VectorName) => (arm ? [...vectorOf(view, arm, group)].map(v => texNumber(v)).join(',\\;') : '\\text{–}')
    return {
      text: [
        'What each trained layer contributes, from the input (light, at the base line) to the output (dark): above to Tr G, the curvature; below to Tr(ΣG), the numerator of μ. The parts of a strip sum to 1.',
        'A layer’s part of Tr(ΣG) is the trace of its diagonal block of ΣG. What its noise shares with the noise of other layers is in it, so a part can be negative: it then hangs below the base line, and the others reach beyond 1.',
      ],
      formulas: [
        {
          tex: `\\frac{\\operatorname{Tr}G_{\\ell\\ell}}{\\operatorname{Tr}G}=${values('layer_G')}`,
          says: arm ? `${arm.label}, at this step, layer by layer` : '',
        },
        {
          tex: `\\frac{\\operatorname{Tr}(\\Sigma G)_{\\ell\\ell}}{\\operatorname{Tr}(\\Sigma G)}=${values('layer_mu')}`,
          says: 'the same of the numerator of μ',
        },
        {
          tex: '\\operatorname{Tr}(\\Sigma G)_{\\ell\\ell}=\\sum_{m}\\operatorname{Tr}(\\Sigma_{\\ell m}G_{m\\ell}),\\qquad \\sum_{\\ell}\\operatorname{Tr}(\\Sigma G)_{\\ell\\ell}=\\operatorname{Tr}(\\Sigma G)',
        },
      ],
    }
  },
}
