import { expect, it } from 'vitest'
import { eigh } from '../lib/eigen'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import { columnsFor } from '../scenario'
import { atOnce } from './backends/machine/program'
import { layersApart, readLayerBlocks } from './layerBlocks'
import { openGram } from './net/gram'
import { layNet } from './net/layout'
import { netNoise } from './net/noise'
import { mlp } from './net/spec'
import { emptyRow } from './reading'
import { denseOf } from './spectrum/curvatures'

it('of layers too large to be written out are searched for to the error that they say, and the trace follows from Tr G', async () => {
  const net = layNet(mlp({ d: 20, hidden: [12], activation: 'tanh', slope: 0, bias: true, C: 1 }))
  const draw = (length: number, stream: number) => normals(new Float64Array(length), 3, STREAM.init, stream)
  const [X, y, theta] = [draw(9 * 20, 1), draw(9, 2), draw(net.size, 3).map(v => v / 3)]
  const columns = columnsFor({ k: 2, layers: 2, apart: 2 })
  const { at, first } = columns
  const row = emptyRow(columns)
  const { layers, traceG, units } = netNoise(openGram(net, theta, X), y, { perLayer: true })
  row[at.mu] = 1
  row[at.trace_G] = traceG * units.G
  for (const [l, { index }] of net.layers.entries()) row[first.layer_G + l] = (layers?.traceG[index] ?? Number.NaN) / traceG
  const apart = atOnce(layersApart(net, theta, { X, y, n: 9 }))
  await readLayerBlocks(row, columns, 1, apart)
  const { H, G, p, layers: sizes = [] } = apart.curvatures
  const denseG = denseOf(G, p)
  expect(sizes).toEqual([252, 13])
  const dense = denseOf(H, p)
  for (const [l, size] of sizes.entries()) {
    const from = l * 252
    const block = Float64Array.from({ length: size * size }, (_, i) => dense[(from + Math.floor(i / size)) * p + from + (i % size)])
    const { values } = eigh(block, size)
    const error = row[first.layer_lambda_H_error + l]
    expect(error).toBeLessThan(1e-3 * values[0])
    expect(Math.abs(row[first.layer_lambda_H + l] - values[0])).toBeLessThan(1e-9 * values[0])
    expect(Math.abs(row[first.layer_lambda_min_H + l] - values[size - 1])).toBeLessThan(Math.min(error, 1e-6 * values[0]) + 1e-12)
    const trace = values.reduce((sum, v) => sum + v, 0)
    expect(Math.abs(row[first.layer_trace_H + l] - trace)).toBeLessThan(1e-11 * values[0] * size)
    expect(row[first.layer_trace_H_se + l]).toBe(0)
    const gauss = eigh(
      Float64Array.from({ length: size * size }, (_, i) => denseG[(from + Math.floor(i / size)) * p + from + (i % size)]),
      size,
    ).values
    expect(Math.abs(row[first.layer_lambda_G + l] - gauss[0])).toBeLessThan(1e-9 * gauss[0])
    expect(row[first.layer_lambda_G_error + l]).toBeLessThan(1e-6 * gauss[0])
    // The trace that is told with it: the share of Tr G.
    const traceOfG = gauss.reduce((sum, v) => sum + v, 0)
    expect(row[first.layer_G + l] * row[at.trace_G]).toBeCloseTo(traceOfG, 9)
  }
})
