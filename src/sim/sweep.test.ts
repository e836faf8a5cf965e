import { describe, expect, it } from 'vitest'
import { decodeLink, ScenarioError, sweepPoint, sweepTable, sweepValues } from '../scenario'
import { createReferenceBackend } from './backends/reference'
import { createSimulation } from './simulation'
import { runPoint } from './sweep'

const nowhere = () => {}

/** What a run of the scenario with a field typed in would measure at both ends. */
async function ownRun(link: string) {
  const sim = await createSimulation(decodeLink(link), createReferenceBackend())
  const rows = async () => (await sim.measure()).map(r => r.row)
  const start = await rows()
  await sim.advance(1e9)
  const end = await rows()
  const certificate = await sim.certify(async () => {})
  sim.dispose()
  return { start, end, certificate }
}

describe('a point of a sweep', () => {
  it('is the run of its own with that many samples, batches and recorded changes lowered to them', async () => {
    const link = '#s=linear-isotropic&d=5&steps=150&sgd.B=40&at=70:sgd.B:30,100:sgd.B:90'
    const swept = decodeLink(`${link}&sweep=n&points=100,20`)
    expect(sweepValues(swept)).toEqual([20, 100])
    const point = sweepPoint(swept, 20)
    expect(point.arms[0].B).toBe(20)
    expect(point.events.map(e => e.value)).toEqual([20, 20])
    const part = await runPoint(point, createReferenceBackend(), undefined, nowhere)
    const own = await ownRun('#s=linear-isotropic&d=5&steps=150&n=20&sgd.B=20&at=70:sgd.B:20,100:sgd.B:20')
    expect(part.start).toEqual(own.start)
    expect(part.end).toEqual(own.end)
    expect(part.certificate).toEqual(own.certificate)
    expect(part.end[0][part.columns.at.step]).toBe(150)
  })

  it('is the run of its own with that width', async () => {
    const link = '#s=two-layer&n=20&d=4&steps=30'
    const part = await runPoint(sweepPoint(decodeLink(`${link}&sweep=m&points=7`), 7), createReferenceBackend(), undefined, nowhere)
    const own = await ownRun(`${link}&m=7`)
    expect(part.start).toEqual(own.start)
    expect(part.end).toEqual(own.end)
    expect(part.end).not.toEqual(part.start)
    expect(part.certificate).toBeNull()
  })

  it('ends where every arm has diverged, and where it is told to', async () => {
    const part = await runPoint(
      sweepPoint(decodeLink('#s=linear-isotropic&eta=50&steps=100000&sweep=n&points=30'), 30),
      createReferenceBackend(),
      undefined,
      nowhere,
    )
    expect(part.end[0][part.columns.at.step]).toBeLessThan(2000)
    const steps: number[] = []
    const stopped = runPoint(decodeLink('#s=linear-isotropic&steps=1000'), createReferenceBackend(), undefined, step => {
      steps.push(step)
      if (step >= 128) throw new Error('enough')
    })
    await expect(stopped).rejects.toThrow('enough')
    expect(steps).toEqual([64, 128])
  })
})

it('writes a row per value, arm and end, with the certificate', async () => {
  const scenario = decodeLink('#s=linear-isotropic&d=5&steps=20&sweep=n&points=20,60')
  const readings = []
  for (const value of sweepValues(scenario))
    readings.push({ value, reading: await runPoint(sweepPoint(scenario, value), createReferenceBackend(), undefined, nowhere) })
  const { header, rows } = sweepTable(scenario, readings)
  expect(header.slice(0, 5)).toEqual(['n', 'arm', 'step', 'loss', 'mu'])
  expect(rows.map(r => r.slice(0, 3))).toEqual([20, 60].flatMap(n => ['sgd', 'gd'].flatMap(arm => [0, 20].map(step => [n, arm, step]))))
  const at = (name: string) => header.indexOf(name)
  for (const row of rows) {
    expect(row[at('mu')]).toBeGreaterThanOrEqual(row[at('mu_inf')] as number)
    expect(row[at('mu')]).toBeLessThanOrEqual(row[at('mu_sup')] as number)
  }
})

it.each([
  ['#s=linear-isotropic&sweep=m', 'sweep'],
  ['#s=mlp-mnist&sgd.B=1&sweep=n&points=50,40000', 'points'],
  ['#s=two-layer&sweep=m&points=64,65536&d=2000', 'points'],
])('refuses %s and names %s', (link, field) => {
  expect(() => decodeLink(link)).toThrow(ScenarioError)
  expect(() => decodeLink(link)).toThrow(new RegExp(`^${field}: `))
})
