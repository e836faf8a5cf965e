import { describe, expect, it } from 'vitest'
import { alignment } from '../metrics/noise'
import { estimatedNoise, type StandardErrors } from './estimates'
import { openGram } from './gram'
import { distance, instance, normal } from './nets.fixture'
import { netNoise } from './noise'
import { cnn, mlp, type NetSpec } from './spec'

const conv = { filters: 2, kernel: 3, padding: 1, pool: { pool: 'average', size: 2 } } as const
const NETS: [string, NetSpec][] = [
  ['dense, squared', mlp({ d: 3, hidden: [6, 5], activation: 'tanh', bias: true, C: 1 })],
  [
    'convolution, cross-entropy',
    cnn({ input: { channels: 1, height: 4, width: 4 }, blocks: [conv], activation: 'relu', bias: true, C: 3, loss: 'cross-entropy' }),
  ],
]

function exactOf(given: ReturnType<typeof instance>) {
  const { net, theta, X, Y } = given
  const state = openGram(net, theta, X)
  const noise = netNoise(state, Y, { perLayer: true })
  state.close()
  return noise
}
type Noise = Pick<ReturnType<typeof exactOf>, 'moments' | 'traceG' | 'frobG2'>
const readingOf = ({ moments, traceG, frobG2 }: Noise, p: number): StandardErrors => {
  const { mu, alpha, beta, traceSigma } = alignment(moments, traceG, frobG2, p, true)
  return { mu, alpha, beta, traceSigma, traceG, frobG: Math.sqrt(frobG2) }
}
const momentsOf = ({ moments: m }: Noise) => [m.twoL, m.trace, m.traceG, m.frob2, m.dist2, m.g2, m.gGg, m.gSg, m.gDg]
const NAMES = ['mu', 'alpha', 'beta', 'traceSigma', 'traceG', 'frobG'] as const

describe.each(NETS)('estimates of the noise: %s', (_, spec) => {
  const given = instance(spec, 12, 3)
  const { net, theta, X, Y } = given
  const exact = exactOf(given)
  const V = [normal(net.size, 8, 1), normal(net.size, 8, 2)]
  const estimate = (seed: number, probes: number, basis = V) => estimatedNoise(net, theta, X, Y, basis, { probes, seed, centred: true })

  it('are exact where the directions are all there are', () => {
    const whole = Array.from({ length: net.size }, (_v, k) => normal(net.size, 9, k))
    const found = estimate(1, 3, whole)
    expect(distance(momentsOf(found), momentsOf(exact))).toBeLessThan(1e-10)
    expect(distance([found.traceG, found.frobG2], [exact.traceG, exact.frobG2])).toBeLessThan(1e-10)
    for (const name of ['traceG', 'traceSigmaG', 'gGg'] as const)
      expect(distance(found.layers![name], exact.layers![name])).toBeLessThan(1e-9)
    for (const name of NAMES) expect(found.errors[name]).toBeLessThan(1e-8)
  })

  it('lie within four standard errors', () => {
    const wanted = readingOf(exact, net.p)
    const found = estimate(2, 60)
    const reading = readingOf(found, net.p)
    for (const name of NAMES) expect(Math.abs(reading[name] - wanted[name]), name).toBeLessThan(4 * found.errors[name])
  })

  it('are unbiased, and spread as their standard errors say', () => {
    const runs = Array.from({ length: 60 }, (_r, seed) => estimate(seed, 24))
    const rows = runs.map(run => [run.traceG, run.frobG2, run.moments.trace, run.moments.traceG, run.moments.frob2, run.moments.dist2])
    const { moments: m } = exact
    for (const [k, value] of [exact.traceG, exact.frobG2, m.trace, m.traceG, m.frob2, m.dist2].entries()) {
      const mean = rows.reduce((s, row) => s + row[k], 0) / rows.length
      const spread = Math.sqrt(rows.reduce((s, row) => s + (row[k] - mean) ** 2, 0) / (rows.length - 1))
      expect(Math.abs(mean - value), `moment ${k}`).toBeLessThan((4 * spread) / Math.sqrt(rows.length))
    }
    const readings = runs.map(run => readingOf(run, net.p))
    for (const name of NAMES) {
      const mean = readings.reduce((s, r) => s + r[name], 0) / readings.length
      const spread = Math.sqrt(readings.reduce((s, r) => s + (r[name] - mean) ** 2, 0) / (readings.length - 1))
      const said = Math.sqrt(runs.reduce((s, run) => s + run.errors[name] ** 2, 0) / runs.length)
      expect(said / spread, name).toBeGreaterThan(0.7)
      expect(said / spread, name).toBeLessThan(1.5)
    }
  })
})
