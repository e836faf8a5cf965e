import { describe, expect, it } from 'vitest'
import { scaled } from '../lib/matrix'
import { columnsFor } from '../scenario'
import { atOnce } from './backends/machine/program'
import { readBatchSharpness } from './batchSharpness'
import { wholeGramOf } from './fromGram'
import { layersApart, readLayerBlocks } from './layerBlocks'
import { commutatorOf } from './metrics/commutator'
import { meanSquareEdge } from './metrics/meanSquareEdge'
import { curvatureForm } from './net/along'
import { netBatch } from './net/batches'
import { evaluate } from './net/derivatives'
import { topDirections } from './net/directions'
import { openGram } from './net/gram'
import { layNet } from './net/layout'
import { netNoise } from './net/noise'
import type { NetSpec } from './net/spec'
import { wholeGram } from './netRow'
import { emptyRow } from './reading'
import { rowOf } from './row'
import wanted from './testing/edges.json'
import { scenarioOf } from './testing/scenario.fixture'

interface Fixture {
  readonly name: string
  readonly n: number
  readonly spec: NetSpec
  readonly X: number[]
  readonly Y: number[]
  readonly theta: number[]
}

const files = import.meta.glob<Fixture>('./net/fixtures/*.json', { eager: true, import: 'default' })
const TOLERANCE = 1e-9
const close = (found: number, value: number, scale = Math.abs(value)) => expect(Math.abs(found - value) / scale).toBeLessThan(TOLERANCE)

describe.each(wanted)('edges against PyTorch: $name', edges => {
  const { n, spec, ...fixture } = files[`./net/fixtures/${edges.name}.json`]
  const net = layNet(spec)
  const [theta, X, Y] = [fixture.theta, fixture.X, fixture.Y].map(values => Float64Array.from(values))
  const [arm] = scenarioOf({ arms: [{ id: 'sgd', kind: 'sgd', eta: 0.1, B: 2 }] }).arms
  const k = edges.chi.length
  const columns = columnsFor({ k })
  const state = openGram(net, theta, X)

  it('gradient–noise interaction, critical batch sizes, dominant subspaces, batch sharpness', async () => {
    const { moments, traceG, frobG2, units, r } = netNoise(state, Y, {})
    const { outputs } = evaluate(net, theta, X, Y)
    const { lambda, images } = topDirections(state, k)
    const plane = [images.subarray(0, outputs.length), images.subarray(0, outputs.length)] as const
    const measured = {
      ...{ units, moments, traceG, frobG2, r, outputs: net.outputs, plane, point: [0, 0] as const },
      curvature: (a: Float64Array, b: Float64Array) => curvatureForm(net, outputs, a, b, n),
      lambda: scaled(lambda, 1 / units.G),
      images: scaled(images, 1 / Math.sqrt(units.G)),
    }
    const row = rowOf(columns, measured, { arm, step: 0, p: net.p, centred: true })
    const { at, first } = columns
    close(row[at.gni], edges.gni)
    close(row[at.b_simple], edges.b_simple)
    close(row[at.b_noise], edges.b_noise)
    edges.chi.forEach((share, l) => {
      close(row[first.chi + l], share)
    })
    const asked = { n, seed: 1, batches: n * n }
    await readBatchSharpness(row, columns, arm, 0, asked, async rows => netBatch(net, theta, X, Y, rows))
    close(row[at.batch_sharpness], edges.batch_sharpness)
    close(row[at.batch_sharpness_gn], edges.batch_sharpness_gn)
    expect(row[at.batch_sharpness_se]).toBe(0)
  })

  it('each layer by itself: the ends and the trace of its block of H, the commutator of its Σ and G', async () => {
    const own = columnsFor({ k, layers: edges.layers.length, apart: edges.layers.length })
    const row = emptyRow(own)
    const { layers, traceG, units } = netNoise(state, Y, { perLayer: true })
    const { at, first } = own
    row[at.mu] = 1
    row[at.trace_G] = traceG * units.G
    const shares = layers ?? expect.fail('no layers')
    net.layers
      .filter(l => l.trained)
      .forEach((l, i) => {
        row[first.layer_G + i] = shares.traceG[l.index] / traceG
      })
    await readLayerBlocks(row, own, 1, atOnce(layersApart(net, theta, { X, y: Y, n })))
    edges.layers.forEach((layer, l) => {
      close(row[first.layer_trace_H + l], layer.trace_H, Math.abs(layer.lambda_H))
      close(row[first.layer_lambda_H + l], layer.lambda_H)
      close(row[first.layer_lambda_min_H + l], layer.lambda_min_H, Math.abs(layer.lambda_H))
      expect(row[first.layer_trace_H_se + l]).toBe(0)
      expect(row[first.layer_lambda_H_error + l]).toBeLessThan(1e-4)
      for (const [name, value] of [
        ['layer_commutator', layer.commutator],
        ['layer_commutator_baseline', layer.commutator_baseline],
      ] as const)
        if (value === null) expect(row[first[name] + l]).toBeNaN()
        else close(row[first[name] + l], value)
    })
  })

  it.runIf(edges.eta_star !== null)('the threshold of mean-square stability, the commutator and its value by chance', () => {
    const found = wholeGramOf(wholeGram(state), evaluate(net, theta, X, Y).residuals, n, net.outputs)
    const { features, r, unit } = found ?? expect.fail('K is zero')
    close(meanSquareEdge(features, 1 / 2) / unit, edges.eta_star ?? 0)
    const { value, baseline } = commutatorOf(features, r)
    close(value, edges.commutator ?? 0)
    close(baseline, edges.commutator_baseline ?? 0)
  })
})
