/**
 * The state of the page and all that a user can do to it: the store holds what changes seldom, `traces` the data of the
 * run. Everything around it (worker, address bar, clock) is passed in, so that tests need no browser:
 *
 *     const scope = createScope({ connect, link, loadStarters, now, pictured })
 *     scope.openLink(location.hash)
 *     scope.set('eta', 0.5)
 */

import { createStore, type StoreApi } from 'zustand/vanilla'
import {
  type Arm,
  checkCarried,
  checkScenario,
  encodeLink,
  FIELDS,
  type FieldValue,
  MAX_ARMS,
  normalize,
  openingPreset,
  type Scenario,
} from '../scenario'
import type { Domain } from '../workers/protocol'
import type { StudyKind } from '../workers/studies/kinds'
import { settled, withArm } from './change'
import type { Environment } from './environment'
import { createFieldChanges } from './fieldChanges'
import { type Gesture, GestureLog } from './gestures'
import { createGridRequest } from './gridRequest'
import { createOpening } from './opening'
import type { OwnFiles } from './ownFiles'
import { createRunner } from './runner'
import { initialState, type Message, type ScopeState } from './state'
import { type AttentionTrace, Traces } from './traces'
import { whenWanted } from './whenWanted'

export interface Scope {
  readonly store: StoreApi<ScopeState>
  readonly traces: Traces
  /** Opens a link's fragment; a malformed one opens the preset and says why. `back` marks a move through the history. */
  openLink(fragment: string, options?: { play?: boolean; back?: boolean }): void
  openPreset(id: string): void
  /** Plays a scenario from its start. */
  openScenario(scenario: Scenario): void
  /** Sets a field by its name in links ("eta", "gd.eta"). While a slider is dragged `done` is false; the last call has true. */
  set(name: string, value: FieldValue, done?: boolean): void
  play(): void
  pause(): void
  stepOnce(count?: number): void
  /** Back to step 0, keeping the recorded changes: they happen again at their steps. */
  reset(): void
  /** Makes the values in force the start of a new run without recorded changes. */
  forgetEvents(): void
  newSeed(): void
  /** Goes to a step; of the requests that arrive while one is under way the newest wins. */
  seek(step: number): void
  cancel(): void
  addArm(kind: Arm['kind']): void
  removeArm(id: string): void
  selectArm(id: string): void
  /** Does something with the files of user data, once the code for them is fetched. */
  own(act: (files: OwnFiles) => void): void
  /** Starts a study of the scenario on screen anew; the newest start wins. */
  study(kind: StudyKind): void
  cancelStudy(kind: StudyKind): void
  /** Asks for the loss on a window of the landscape plane; the newest request wins. */
  requestGrid(domain: Domain): void
  /** What the arms look at in a question, at the present step of the run. */
  attention(question: number): Promise<AttentionTrace>
  say(message: Message | null): void
  /** The link to what is on screen: the whole address is the caller's to make. */
  linkText(): string
  dispose(): void
}

export function createScope({ connect, link, loadStarters, now, pictured }: Environment): Scope {
  const traces = new Traces()
  const store = createStore<ScopeState>(() => initialState(openingPreset().scenario))
  const say = (message: Message | null) => store.setState({ message })
  const inForce = () => settled(store.getState().scenario, runner.startOrStep())
  const gestures = new GestureLog(link, inForce)
  let disposed = false

  function complain(error: unknown): void {
    const { name, message, field, failure } = error as Error & { field?: string; failure?: { field?: string } }
    if (['DisposedError', 'WorkerCrash', 'Cancelled'].includes(name)) return
    const named = field ?? failure?.field
    say({ kind: 'error', text: message, ...(named ? { field: named } : {}) })
  }

  const ownFiles = whenWanted('own data', async () => {
    const [{ createOwnFiles }, { KEPT_FILES }] = await Promise.all([import('./ownFiles'), import('./keptFiles')])
    const again = () => load(store.getState().scenario, { toStep: runner.startOrStep() })
    return createOwnFiles({ store, client, kept: KEPT_FILES, now, step: runner.startOrStep, replace, again, say })
  })
  const own = (act: (files: OwnFiles) => void) => void ownFiles().then(act).catch(complain)
  const runner = createRunner({
    ...{ connect, now, store, traces, say, complain },
    onFallBack: scenario => gestures.writeLink(scenario, 'replace'),
    provide: digest =>
      ownFiles().then(
        files => files.provide(digest),
        () => false,
      ),
    abandon: () => ownFiles.here?.abandon(),
  })
  const { client, load } = runner

  // Fetched after the first picture: no study is wanted before.
  const studies = whenWanted('the studies', async () => {
    await pictured
    const [{ createStudies }, { startStudy, startEnsemble }] = await Promise.all([import('./studies'), loadStarters()])
    const files = (digest: string) => ownFiles.here?.files(digest) ?? []
    const state = () => client.request({ type: 'state' })
    return createStudies({ store, traces, start: startStudy, startEnsemble, state, now, files, complain })
  })
  store.subscribe((after, before) => {
    const shown = after.status !== 'loading' && after.status !== 'failed'
    if (!shown || disposed) return
    const changed = after.scenario !== before.scenario || after.selectedArm !== before.selectedArm || before.status === 'loading'
    if (changed) void studies().then(s => disposed || s.follow(), complain)
  })

  /** Starts a run of the scenario, as the doing of a gesture. */
  function restart(scenario: Scenario, by: Gesture, play = runner.wantsPlay()): void {
    gestures.write(scenario, by)
    load(scenario, { play })
  }

  /** A change that is no field's: arms, presets, forgetting. */
  function replace(scenario: Scenario, play?: boolean): void {
    say(null)
    gestures.end()
    restart(scenario, { name: '', base: scenario, written: false }, play)
  }

  const chooseData = () => own(files => files.choose())
  const { set, adopt } = createFieldChanges({ store, traces, runner, gestures, say, complain, restart, chooseData })
  const { openLink, openPreset } = createOpening({ store, runner, gestures, say, replace, adopt })
  const requestGrid = createGridRequest({ runner, traces, now, complain })

  return {
    store,
    traces,
    openLink,
    openPreset,
    openScenario: scenario => replace(checkCarried(checkScenario(normalize(scenario))), true),
    set,
    play: runner.play,
    pause: runner.pause,
    stepOnce: runner.stepOnce,
    reset() {
      say(null)
      load(store.getState().scenario, { play: false })
    },
    forgetEvents: () => replace(inForce(), false),
    newSeed() {
      const { scenario } = store.getState()
      set('seed', (scenario.seed + 1) % (FIELDS.run.seed.max + 1))
    },
    seek: runner.seek,
    cancel: runner.cancel,
    addArm(kind) {
      if (store.getState().scenario.arms.length >= MAX_ARMS)
        return say({ kind: 'error', text: `At most ${MAX_ARMS} arms run side by side.` })
      const next = withArm(inForce(), kind)
      replace(next.scenario)
      store.setState({ selectedArm: next.id })
    },
    removeArm(id) {
      const base = inForce()
      if (base.arms.length < 2) return say({ kind: 'error', text: 'A run needs at least one arm.' })
      replace({ ...base, arms: base.arms.filter(a => a.id !== id) })
    },
    selectArm: id => store.setState({ selectedArm: id }),
    own,
    study: kind => void studies().then(s => s.start(kind), complain),
    cancelStudy: kind => void studies().then(s => s.cancel(kind), complain),
    requestGrid: domain => void requestGrid(domain),
    attention: question => client.request({ type: 'attention', question }),
    say,
    linkText: () => encodeLink(store.getState().scenario),
    dispose() {
      disposed = true
      client.dispose()
      studies.here?.dispose()
    },
  }
}
