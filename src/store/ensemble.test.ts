import { describe, expect, it } from 'vitest'
import { PRESETS, type Scenario } from '../scenario'
import type { EnsembleReport } from '../workers/ensemble/messages'
import { followEnsemble } from './ensemble'
import { Fake } from './fakeClient.fixture'

const preset = PRESETS.get('escape-ensemble')!.scenario

/** A follower of a store whose scenario, step and status the test sets. */
function followed(scenario: Scenario = preset) {
  const fake = new Fake()
  const { store, traces } = fake.scope
  const show = (step: number, s = scenario) => store.setState({ scenario: s, step, status: 'running' })
  show(0)
  const told: string[] = []
  const follower = followEnsemble({
    store,
    traces,
    files: () => [],
    tell: text => told.push(text),
    start: fake.startEnsemble,
  })
  return { fake, store, traces, show, told, follower, workers: fake.ensembles }
}

function report(step: number, more: Partial<EnsembleReport> = {}): EnsembleReport {
  return {
    type: 'report',
    keep: -1,
    columns: ['step', 'q50'],
    rows: Float64Array.of(step, -step),
    keepExact: -1,
    exact: new Float64Array(0),
    inexact: null,
    escapes: null,
    cloud: null,
    step,
    R: 4,
    net: null,
    machine: { id: 'wasm', precision: 'f64', device: '', reason: 'chosen in the scenario' },
    first: 0,
    rho: Number.NaN,
    arrived: true,
    refused: null,
    ...more,
  }
}

describe('the ensemble of the run on screen', () => {
  it('is asked again where its energies are to be split elsewhere, and drops a cloud of what is void', () => {
    const { store, workers, traces } = followed()
    const [worker] = workers
    const cloud = { step: 0, split: 2, logs: new Float64Array(8) }
    worker!.onAnswer(report(0))
    store.setState({ split: 2 })
    expect(worker!.asks.map(a => a.split)).toEqual([0, 2])
    worker!.onAnswer(report(0, { keep: 0, cloud }))
    expect(traces.ensemble!.cloud).toBe(cloud)
    store.setState({ step: 3 })
    worker!.onAnswer(report(1, { keep: 0, arrived: false }))
    expect(traces.ensemble!.cloud).toBe(cloud)
    worker!.onAnswer(report(1, { keep: -1 }))
    expect(traces.ensemble!.cloud).toBeNull()
  })

  it('is asked for the newest step, one ask at a time', () => {
    const { show, workers, traces } = followed()
    const [worker] = workers
    show(1)
    show(2)
    expect(worker!.asks.map(a => a.step)).toEqual([0])
    worker!.onAnswer(report(0))
    expect(worker!.asks.map(a => a.step)).toEqual([0, 2])
    worker!.onAnswer(report(1, { keep: 0, arrived: false, escapes: Float64Array.of(-1, 1, -1, -1) }))
    expect(worker!.asks.map(a => a.step)).toEqual([0, 2, 2])
    worker!.onAnswer(report(2, { keep: 1 }))
    expect(worker!.asks).toHaveLength(3)
    expect([...traces.ensemble!.rows.column(0)]).toEqual([0, 1, 2])
    expect(traces.ensemble!.escapes![1]).toBe(1)
    worker!.onAnswer(report(2, { keep: 0 }))
    expect([...traces.ensemble!.rows.column(0)]).toEqual([0, 2])
  })

  it('ends with the last replica, and with the page', () => {
    const { show, workers, traces, follower } = followed()
    workers[0].onAnswer(report(0))
    show(1, { ...preset, ensemble: { ...preset.ensemble, R: 0 } })
    expect(workers[0].disposed).toBe(true)
    expect(traces.ensemble).toBeNull()
    show(2)
    expect(workers).toHaveLength(2)
    follower.dispose()
    expect(workers[1].disposed).toBe(true)
    show(3)
    expect(workers).toHaveLength(2)
  })

  it('says why there is none, and tries again for another problem', () => {
    const { show, workers, traces } = followed()
    workers[0].onAnswer({ type: 'failed', failure: { name: 'Error', message: 'no memory' } })
    expect(traces.ensemble!.failed).toBe('no memory')
    expect(workers[0].disposed).toBe(true)
    show(1)
    expect(workers).toHaveLength(1)
    show(1, { ...preset, seed: 99 })
    expect(workers).toHaveLength(2)
  })

  it('is taken through the run again by another worker where one dies, says so, and gives up where that dies too', () => {
    const { show, told, workers, traces } = followed()
    const [client] = workers
    client!.onAnswer(report(0))
    show(5)
    const died = { type: 'failed', failure: { name: 'WorkerCrash', message: 'out of memory' } } as const
    client!.onAnswer(died)
    expect(told).toEqual([expect.stringContaining('out of memory')])
    expect(client!.asks.map(a => a.step)).toEqual([0, 5, 5])
    client!.onAnswer(report(5))
    // It came to the step of the run: a later death is another one.
    show(6)
    client!.onAnswer(died)
    expect([told.length, client!.disposed, traces.ensemble!.failed]).toEqual([2, false, null])
    client!.onAnswer(died)
    expect([told.length, client!.disposed, traces.ensemble!.failed]).toEqual([2, true, 'out of memory'])
  })
})
