import { elementAt, numberAt } from '../lib/values'
import type { ColumnHeader } from './columns'
import { imageLayers } from './imageLayers'
import { type Ends, endsOf, hasWidth, isNetwork, outputsOf, parametersOf, readsImages } from './model'
import { usesBatches } from './optimizers'
import { sweepPoint, sweepValues } from './sweep'
import type { ModelSettings, Scenario } from './types'

/** What one point gave: rows in the order of `columns.names`, one per arm, at step 0 and at the last step. */
export interface SweepReading {
  readonly columns: { readonly names: readonly string[] }
  readonly start: readonly Float64Array[]
  readonly end: readonly Float64Array[]
  readonly certificate: { readonly mu: readonly [number, number]; readonly g: Float64Array } | null
}

const OF_ROW = ['step', 'loss', 'mu', 'g_1', 'lambda_1', 'trace_G', 'frob_G', 'd_eff'] as const satisfies readonly ColumnHeader[]

/** A sweep as numbers: a row per value, arm and end of the run; the certificate's columns only where there is one. */
export function sweepTable(s: Scenario, readings: readonly { readonly value: number; readonly reading: SweepReading }[]) {
  const certified = readings.some(({ reading }) => reading.certificate)
  const header = [s.sweep.over, 'arm', ...OF_ROW, ...(certified ? ['mu_inf', 'mu_sup', 'g_1_inf', 'g_1_sup'] : [])]
  const rows = readings.flatMap(({ value, reading }) => {
    const { columns, start, end, certificate } = reading
    const places = OF_ROW.map(name => columns.names.indexOf(name))
    const bounds = certificate
      ? [...certificate.mu, numberAt(certificate.g, 0), numberAt(certificate.g, 1)]
      : [Number.NaN, Number.NaN, Number.NaN, Number.NaN]
    return s.arms.flatMap((arm, a) =>
      [elementAt(start, a), elementAt(end, a)].map(row => [
        value,
        arm.id,
        ...places.map(i => numberAt(row, i)),
        ...(certified ? bounds : []),
      ]),
    )
  })
  return { header, rows }
}

/** Multiply-adds that a sweep takes, roughly: the steps, two measurements per arm and point, and the certificates. */
export function sweepCost(s: Scenario): number {
  return sweepValues(s).reduce((sum, value) => sum + pointCost(sweepPoint(s, value)), 0)
}

/** Multiply-adds of a measurement at most: of more samples a subset is taken. */
const MOST_MEASURED = 4e10

/** Multiply-adds of one point, see `sweepCost`. */
export function pointCost({ model, data, arms, measure, steps }: Scenario): number {
  const { n, d } = data
  const outputs = outputsOf(data)
  const inputs = endsOf(data)?.d ?? d
  const widths = hasWidth(model) ? [model.m] : isNetwork(model) ? model.hidden : []
  const sizes = [inputs, ...widths, outputs]
  const dense = widths.length === 0 ? inputs : sizes.slice(1).reduce((sum, m, l) => sum + m * numberAt(sizes, l), 0)
  // Every token of a question goes through all weights.
  const tokens = (endsOf(data)?.image?.width ?? 1) * (parametersOf({ model, data }) ?? 0)
  const pass = readsImages(model) ? convolutions(model, endsOf(data)) : model.kind === 'transformer' ? tokens : dense
  const perStep = arms.reduce((sum, arm) => sum + (usesBatches(arm) ? Math.min(arm.B, n) : n), 0)
  const s = Math.min(n, inputs + 1)
  const on = measure.of === 0 ? n : Math.min(measure.of, n)
  const products = isNetwork(model) ? on * on * (2 * sizes.reduce((a, b) => a + b, 0) + on) * outputs : n * s * s + s * s * s
  const measured = Math.min(products, MOST_MEASURED)
  const certified = model.kind === 'linear' ? 5 * n * s * s + (measure.k + 1) * n * s * Math.min(s / 2, 400) : 0
  return certified + 3 * steps * perStep * pass + 2 * arms.length * measured
}

/** Multiply-adds of one image through the convolutions; of an unknown file's as for CIFAR-10. */
function convolutions(model: ModelSettings, ends: Ends | null): number {
  let { channels, height, width } = ends?.image ?? { channels: 3, height: 32, width: 32 }
  let sum = 0
  for (const layer of imageLayers(model))
    if (layer.kind === 'conv') {
      ;[height, width] = [height / layer.stride, width / layer.stride]
      sum += height * width * layer.kernel * layer.kernel * channels * layer.filters
      channels = layer.filters
    } else if (layer.kind === 'pool') [height, width] = [height / 2, width / 2]
    else if (layer.kind === 'global') [height, width] = [1, 1]
  return sum + height * width * channels
}
