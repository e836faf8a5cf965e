import { formatValue, type Stack, stackChart } from '../../../charts'
import type { Vector } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { noNoise } from '../reading/noise'
import { nth } from '../reading/numbers'
import { cursorOf, stepAt } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { overSteps } from '../reading/time'
import { type ArmView, columnOf, type View, vectorOf } from '../reading/view'
import { APART, apartRows, isApart, layerApart } from './apart'
import { layerCount, layerName } from './names'
import { largestLayer, layersSentence, share } from './sentence'

/** The columns of a group over the steps, one per layer. */
function layerParts(view: View, arm: ArmView, group: Vector): Float64Array[] {
  const { columns } = view
  return columns ? Array.from({ length: columns.layers }, (_, l) => arm.trace.table.column(columns.first[group] + l)) : []
}

/** What each layer contributes to the curvature and to the numerator of μ, for the selected arm. */
export const LAYERS: PanelSpec = {
  axis: 'step',
  timed: 'x',
  kept: 'instead',
  sampled: true,
  subtitle(view) {
    const arm = view.selected
    if (!arm) return 'shares of Tr G and Tr(ΣG)'
    const mu = vectorOf(view, arm, 'layer_mu')
    const l = largestLayer(mu)
    return l === 0 ? 'shares of Tr G and Tr(ΣG)' : `${arm.label}: layer ${l} has ${share(mu[l - 1])} of Tr(ΣG)`
  },
  sentence: layersSentence,
  summary: view =>
    `Two strips of areas over the steps, one area per layer, stacked to 1: shares of Tr G and of Tr(ΣG). ${layersSentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    const arm = view.selected
    const x = arm ? columnOf(view, arm, 'step') : new Float64Array(0)
    const strip = (title: string, group: Vector): Stack => ({ title, parts: arm ? layerParts(view, arm, group) : [] })
    const count = layerCount(view)
    // Of many layers the ends alone are named.
    const end = (l: number) => (l === 0 || l === count - 1 ? `${l + 1}` : '')
    const names = Array.from({ length: count }, (_, l) => (count > 6 ? end(l) : layerName(view, l + 1).replace('layer ', '')))
    const stacks = [strip('share of Tr G', 'layer_G'), strip('share of Tr(ΣG)', 'layer_mu')]
    const data = { x, length: x.length, stacks, names, color: arm?.color ?? 0, cursor: cursorOf(view, mark) }
    return stackChart(ctx, box, data, { previous, ...overSteps(view, 'layers'), waiting: noNoise(view) })
  },
  locate: (view, layout, px) => stepAt(view, layout, px),
  readout(view, step) {
    const arm = view.selected
    if (!arm) return { title: `step ${formatValue(step)}`, rows: [] }
    const row = arm.trace.table.indexOf(step)
    const [G, mu] = [vectorOf(view, arm, 'layer_G', row), vectorOf(view, arm, 'layer_mu', row)]
    const rows = Array.from({ length: layerCount(view) }, (_, l) => ({
      label: layerName(view, l + 1),
      value: `${share(G[l])} · ${share(mu[l])}`,
    }))
    return { title: `${arm.label}, step ${formatValue(step)}: Tr G · Tr(ΣG)`, rows: [...rows, ...apartRows(view, arm, row)] }
  },
  table(view) {
    const apart = isApart(view) ? layerCount(view) : 0
    const traces = Array.from({ length: apart }, (_, l) => `layer_trace_G_${l + 1}`)
    const groups = ['layer_G', 'layer_mu', ...(isApart(view) ? APART : [])] as const
    const header = groups.flatMap(group => Array.from({ length: layerCount(view) }, (_, l) => `${group}_${l + 1}`))
    const rows = view.arms.flatMap(arm => {
      const columns = groups.flatMap(group => layerParts(view, arm, group))
      return [...columnOf(view, arm, 'step')].map((step, i) => [
        ...[arm.id, step, ...columns.map(c => nth(c, i))],
        ...traces.map((_, l) => layerApart(view, arm, l + 1, i).traceG),
      ])
    })
    return { header: ['arm', 'step', ...header, ...traces], rows }
  },
  explain(view) {
    const arm = view.selected
    const apart = arm && isApart(view) ? Array.from({ length: layerCount(view) }, (_, l) => layerApart(view, arm, l + 1)) : []
    const values = (group: Vector) => (arm ? [...vectorOf(view, arm, group)].map(v => texNumber(v)).join(',\\;') : '\\text{–}')
    return {
      text: [
        'What each trained layer contributes, from the input (light, at the base line) to the output (dark): above to Tr G, the curvature; below to Tr(ΣG), the numerator of μ. The parts of a strip sum to 1.',
        'A layer’s part of Tr(ΣG) is the trace of its diagonal block of ΣG. What its noise shares with the noise of other layers is part of it, so a part can be negative: it then hangs below the base line, and the others reach above 1.',
        ...(apart.length > 0
          ? [
              'Of each layer by itself stand, where one points at the picture and in the table, the largest eigenvalue and the trace of its own block G_ll of G, the ends of the spectrum and the trace of its block H_ll of the Hessian, and how far its blocks of Σ and G are from having the same eigenvectors (arXiv 2602.05600). In brackets what eigenvectors that have nothing to do with each other give, the root of the mean square over all rotations: a commutator near it says that they do not.',
            ]
          : []),
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
        ...(apart.length > 0
          ? [
              {
                tex: `\\frac{\\|[\\Sigma_{\\ell\\ell},G_{\\ell\\ell}]\\|_F}{\\|\\Sigma_{\\ell\\ell}\\|_F\\|G_{\\ell\\ell}\\|_F}=${apart.map(({ commutator, baseline }) => `${texNumber(commutator)}\\;(${texNumber(baseline)})`).join(',\\;')}`,
                says: 'layer by layer, in brackets by chance',
              },
            ]
          : []),
      ],
    }
  },
}
