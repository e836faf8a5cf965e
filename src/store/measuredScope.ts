/** The page over rows that were measured elsewhere: a scope of its own, which the panels read like a run's. */

import { createStore } from 'zustand/vanilla'
import { Fault } from '../lib/fault'
import { elementAt, numberAt } from '../lib/values'
import { type Address, addressOf, FIELDS, openingPreset, type Scenario, setValue } from '../scenario'
import type { CheckpointFacts, MeasuredCourse, MeasuringSettings } from '../workers/measured/messages'
import type { Scope } from './scope'
import { initialState, type Message } from './state'
import { Traces } from './traces'

/** The fields that say how checkpoints are read; all others speak of a run. */
const READ: readonly Address['path'][] = [
  'arm.eta',
  'arm.B',
  'arm.sampling',
  'measure.k',
  'measure.sigma',
  'measure.batches',
  'measure.edge',
  'run.seed',
]
/** Panels in their order, the lead figure first. */
const PANELS = 'alignment,directions,sharpness,flatness,eigenvalues,loss'
/** Minibatches that batch sharpness is read from, unless another number is asked for. */
const BATCHES = 64

/** What was asked of η and B: without it what needs them is not known where a checkpoint does not say its own. */
export type Given = MeasuringSettings['given']

/** A scenario that says how checkpoints are read; what it says of model and data only words go by. */
export function readingScenario(): Scenario {
  const { scenario } = openingPreset()
  const arm = { ...elementAt(scenario.arms, 0), B: FIELDS.arm.B.initial, eta: FIELDS.arm.eta.initial }
  return {
    ...scenario,
    ...{ preset: 'measurements', arms: [arm], events: [] },
    model: { ...scenario.model, kind: 'mlp' },
    data: { ...scenario.data, source: 'file' },
    init: { ...scenario.init, kind: 'gaussian' },
    measure: { ...scenario.measure, k: FIELDS.measure.k.initial, batches: BATCHES, edge: 'on' },
    view: { ...scenario.view, panels: PANELS, panel: '', step: 0, range: [] },
  }
}

export function settingsOf({ arms, measure: { k, sigma, batches, edge }, seed }: Scenario, given: Given): MeasuringSettings {
  return { arm: elementAt(arms, 0), given, k, sigma, batches, edge, seed }
}

/** Of the samples, outputs and arm that the words of panels speak of. */
function described(scenario: Scenario, checkpoints: readonly CheckpointFacts[], digest: string): Scenario {
  const { n, outputs, nTrain, step } = elementAt(checkpoints, checkpoints.length - 1)
  const data = { ...scenario.data, file: digest, n: nTrain ?? n, task: outputs > 1 ? ('ten' as const) : ('parity' as const) }
  return { ...scenario, steps: Math.max(1, step), data }
}

/** What the scope needs of the page under it. */
interface Parts {
  readonly base: Scope
  /** Reads the files again under other settings. */
  again(scenario: Scenario, given: Given): void
  /** Goes back to the run. */
  close(): void
}

export interface MeasuredScope extends Scope {
  /** Puts rows on screen, at the last checkpoint or where the reader was. */
  take(course: MeasuredCourse, scenario: Scenario, given: Given): void
  /** Says again how the rows on screen were read, where others could not be. */
  restore(): void
}

const NOT_HERE = 'These are measurements: there is no run to change. Back leads to the run.'

/** A scope whose rows are those of checkpoints. What speaks of a run is left to the page under it, or refused in words. */
export function createMeasuredScope({ base, again, close }: Parts): MeasuredScope {
  const traces = new Traces()
  const store = createStore(() => initialState(readingScenario()))
  /** What is on screen, to which a reading that fails goes back. */
  let shown: { readonly scenario: Scenario; readonly given: Given } = { scenario: readingScenario(), given: { eta: false, B: false } }
  let wanted = shown.given
  const say = (message: Message | null) => base.say(message)
  const refuse = () => say({ kind: 'notice', text: NOT_HERE })
  const refused = () => Promise.reject(new Fault('Measurements have no parameters to go to', 'go back to the run'))
  const leave =
    <A extends unknown[]>(act: (...args: A) => void) =>
    (...args: A) => {
      close()
      act(...args)
    }

  function seek(step: number): void {
    const { arms } = traces
    const table = elementAt(arms, 0).table
    traces.show(table.value(Math.max(0, table.indexOf(step)), 0))
    store.setState({ step: traces.cursor })
  }

  function set(name: string, value: Parameters<Scope['set']>[1], done = true): void {
    const { scenario } = store.getState()
    const address = addressOf(scenario, name)
    const ofView = address.path.startsWith('view.')
    if (!ofView && !READ.includes(address.path)) {
      refuse()
      return
    }
    const next = setValue(scenario, address, value)
    store.setState({ scenario: next })
    if (!done || ofView) return
    // What was said while rows are being read again has not been shown yet.
    wanted = { eta: wanted.eta || address.path === 'arm.eta', B: wanted.B || address.path === 'arm.B' }
    again(next, wanted)
  }

  return {
    ...{ store, traces, set, seek, say },
    setView(values) {
      for (const [name, value] of Object.entries(values)) set(name, value)
    },
    take(course, scenario, given) {
      const { columns, rows, checkpoints, spectra, fingerprint, digest } = course
      const first = traces.columns === null
      const { step } = store.getState()
      traces.start(['sgd'], columns)
      traces.measured = spectra
      const last = elementAt(checkpoints, checkpoints.length - 1)
      const arms = [{ rows, path: new Float64Array(0), divergence: null }]
      const frame = { run: 0, status: 'finished', rate: 0, every: 0, fingerprint, plane: 0, rowsOn: 0 } as const
      traces.append({ ...frame, step: last.step, arms })
      const precision = checkpoints.some(({ single }) => single) ? 'f32' : 'f64'
      // What the reader has arranged meanwhile stays.
      const { view } = store.getState().scenario
      const told = described({ ...scenario, view }, checkpoints, digest)
      shown = { scenario: told, given }
      wanted = given
      store.setState({
        ...{ scenario: told, status: 'finished', fingerprint, p: last.p, lastStep: last.step, step: last.step },
        backend: { id: 'wasm', precision, device: 'CPU', software: false, reason: 'measurements have the digits they were written with' },
      })
      if (!first) seek(step)
    },
    restore() {
      wanted = shown.given
      store.setState(({ scenario: { view } }) => ({ scenario: { ...shown.scenario, view } }))
    },
    openLink: leave(base.openLink),
    openPreset: leave(base.openPreset),
    openScenario: leave(base.openScenario),
    play: refuse,
    pause: () => {},
    stepOnce(count = 1) {
      const { table } = elementAt(traces.arms, 0)
      const at = Math.min(table.length - 1, Math.max(0, table.indexOf(traces.cursor) + count))
      seek(table.value(at, 0))
    },
    reset: () => seek(numberAt(elementAt(traces.arms, 0).table.column(0), 0)),
    forgetEvents: refuse,
    newSeed: refuse,
    cancel: () => {},
    agree: () => {},
    addArm: refuse,
    copyArm: refuse,
    renameArm: refuse,
    moveArm: refuse,
    removeArm: refuse,
    recast: refuse,
    selectArm: selectedArm => store.setState({ selectedArm }),
    own: base.own,
    study: refuse,
    cancelStudy: () => {},
    splitReplicas: () => {},
    compare: compared => store.setState({ compared }),
    requestGrid: () => {},
    section: refused,
    script: refused,
    noise: refused,
    attention: refused,
    confusion: refused,
    dispose: () => {},
  }
}
