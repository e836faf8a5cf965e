import { formatValue } from '../../../charts'
import { number } from '../reading/numbers'
import { type ArmView, entryOf, scalarOf, type View } from '../reading/view'
import { layerName } from './names'

/** Columns of each layer by itself, in the order of the table. */
export const APART = [
  'layer_lambda_G',
  'layer_lambda_G_error',
  'layer_trace_H',
  'layer_trace_H_se',
  'layer_lambda_H',
  'layer_lambda_min_H',
  'layer_lambda_H_error',
  'layer_commutator',
  'layer_commutator_baseline',
] as const

/** What is read of a layer by itself: its blocks of G and of H, and whether its Σ and G share their eigenvectors. */
export interface LayerApart {
  /** Of its block of G: λ₁ with its error, and the trace. */
  readonly largestG: number
  readonly errorG: number
  readonly traceG: number
  readonly trace: number
  readonly traceError: number
  readonly largest: number
  readonly smallest: number
  /** Of both ends; 0 where they are exact. */
  readonly error: number
  readonly commutator: number
  readonly baseline: number
}

/** Of layer l, from 1, at a row; NaN for what there is not. */
export function layerApart(view: View, arm: ArmView, l: number, row = arm.row): LayerApart {
  const at = (name: (typeof APART)[number]) => entryOf(view, arm, name, l, row)
  return {
    largestG: at('layer_lambda_G'),
    errorG: at('layer_lambda_G_error'),
    traceG: entryOf(view, arm, 'layer_G', l, row) * scalarOf(view, arm, 'trace_G', row),
    trace: at('layer_trace_H'),
    traceError: at('layer_trace_H_se'),
    largest: at('layer_lambda_H'),
    smallest: at('layer_lambda_min_H'),
    error: at('layer_lambda_H_error'),
    commutator: at('layer_commutator'),
    baseline: at('layer_commutator_baseline'),
  }
}

export const isApart = ({ columns }: View) => (columns?.apart ?? 0) > 0

const withError = (value: number, error: number) => `${formatValue(value)}${error > 0 ? ` ± ${formatValue(error, 2)}` : ''}`

/** Lines of the blocks of G and of H and one of the commutator for every layer; none where it was not asked for. */
export function apartRows(view: View, arm: ArmView, row: number): { label: string; value: string }[] {
  if (!isApart(view)) return []
  return Array.from({ length: view.columns?.apart ?? 0 }, (_, i) => layerApart(view, arm, i + 1, row)).flatMap((own, i) => [
    { label: `${layerName(view, i + 1)}: λ₁ of its G`, value: withError(own.largestG, own.errorG) },
    { label: 'Tr of its G', value: formatValue(own.traceG) },
    {
      label: 'λ of its H',
      value: `${withError(own.smallest, own.error)} … ${withError(own.largest, own.error)}`,
    },
    { label: 'Tr of its H', value: withError(own.trace, own.traceError) },
    ...(Number.isFinite(own.commutator)
      ? [{ label: '[Σ,G] of it (by chance)', value: `${formatValue(own.commutator)} (${formatValue(own.baseline)})` }]
      : []),
  ])
}

/** Which layer is bent most, and whether Σ and G share eigenvectors there more than by chance. */
export function apartSentence(view: View, arm: ArmView): string {
  const all = Array.from({ length: view.columns?.apart ?? 0 }, (_, i) => ({ l: i + 1, ...layerApart(view, arm, i + 1) }))
  const sharpest = all.reduce<(typeof all)[number] | null>((best, own) => (own.largest > (best?.largest ?? -1) ? own : best), null)
  if (!sharpest) return ''
  const { l, largest, error, commutator, baseline } = sharpest
  const chance = Number.isFinite(commutator / baseline)
    ? `, where Σ and G fail to commute by ${number(commutator, 2)} against ${number(baseline, 2)} by chance`
    : ''
  return ` By itself layer ${l} is the sharpest, λ₁(H_ll) = ${number(largest)}${error > 0 ? ` ± ${number(error, 2)}` : ''}${chance}.`
}
