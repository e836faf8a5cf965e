/**
 * The state of the page and all that a user can do to it: the store holds what changes seldom, `traces` the data of the
 * run. Everything around it (worker, address bar, clock) is passed in, so that tests need no browser:
 *
 *     const scope = createScope({ connect, link, loadStarters, now, pictured })
 *     scope.openLink(location.hash)
 *     scope.set('eta', 0.5)
 */

import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Arm, checkCarried, checkScenario, FIELDS, type FieldValue, normalize, openingPreset, type Scenario } from '../scenario'
import type { FileLike, Request, Results } from '../workers/protocol'
import type { StudyKind } from '../workers/studies/kinds'
import type { ScriptTask } from '../workers/studies/script'
import { arrived, settled } from './change'
import type { Environment } from './environment'
import { createFieldChanges } from './fieldChanges'
import { type Gesture, GestureLog } from './gestures'
import { createGridRequest, type GridWish } from './gridRequest'
import { type KeptRun, MOST_COMPARED } from './kept/types'
import { createLinkWriter } from './linkWriter'
import { createOpening } from './opening'
import type { OwnFiles } from './ownFiles'
import { createRunner } from './runner'
import type { ScriptJob } from './script'
import { initialState, type Message, type ScopeState } from './state'
import { type AttentionTrace, type ConfusionTrace, Traces } from './traces'
import { type WhenWanted, whenWanted } from './whenWanted'

export type SectionLine = Omit<Extract<Request, { type: 'section' }>, 'type'>
export type SectionAnswer = Results['section']
export type NoiseWish = Omit<Extract<Request, { type: 'noise' }>, 'type'>
export type NoiseAnswer = Results['noise']

/** Another course of a run. */
export interface Recast {
  readonly scenario: Scenario
  /** The arm whose values the sliders are to show. */
  readonly selected?: string
  /** What is to be said of it. */
  readonly says?: string
}

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
  /** Sets fields of the view together, by their names in links. */
  setView(values: Readonly<Record<string, FieldValue>>): void
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
  /** Starts what the page has asked about. */
  agree(): void
  /** One more arm, with the values in force; says how it differs from its like. */
  addArm(kind: Arm['kind']): void
  copyArm(id: string): void
  /** Other names and another order start the same run again. */
  renameArm(id: string, to: string): void
  moveArm(id: string, by: number): void
  removeArm(id: string): void
  selectArm(id: string): void
  /** Plays another course of the run as far as it had come, and shows the same step: a branch, other changes. Says where it cannot be. */
  recast(make: (scenario: Scenario) => Recast): void
  /** Does something with the files of user data, once the code for them is fetched. */
  own(act: (files: OwnFiles) => void): void
  /** Starts a study of the scenario on screen anew; the newest start wins. */
  study(kind: StudyKind): void
  cancelStudy(kind: StudyKind): void
  /** Starts to write a run as a script; `onShare` is told what share is done. */
  script(task: ScriptTask, onShare: (share: number) => void): Promise<ScriptJob>
  /** Has every replica's energies told, split after the k sharpest directions; 0 for no longer. */
  splitReplicas(k: number): void
  /** Lays kept runs beside the one on screen, in place of those that lie there; of more than MOST_COMPARED the last stay. */
  compare(runs: readonly KeptRun[]): void
  /** Asks for the loss on a window of the landscape plane; the newest request wins. */
  requestGrid(wish: GridWish): void
  /** The loss along a line through points of the run; given up, with a failure, for a newer one. */
  section(line: SectionLine): Promise<SectionAnswer>
  /** The noise of a step on the landscape's plane; given up, with a failure, for a newer one. */
  noise(wish: NoiseWish): Promise<NoiseAnswer>
  /** What the arms look at in a question, at the present step of the run. */
  attention(question: number): Promise<AttentionTrace>
  /** What the arms take the samples for, at the present step of the run. */
  confusion(): Promise<ConfusionTrace>
  say(message: Message | null): void
  dispose(): void
}

export function createScope({ connect, link, loadStarters, now, pictured }: Environment): Scope {
  const traces = new Traces()
  const store = createStore<ScopeState>(() => initialState(openingPreset().scenario))
  const say = (message: Message | null) => store.setState({ message })
  const inForce = () => {
    const { scenario, wanted } = store.getState()
    return arrived(settled(scenario, runner.startOrStep()), wanted)
  }
  const gestures = new GestureLog(createLinkWriter(link, complain), inForce)
  let disposed = false

  /** Says what went wrong; where `again` is given, a press tries it again. */
  function complain(error: unknown, again?: () => void): void {
    const { name, message, field, failure } = error as Error & { field?: string; failure?: { field?: string } }
    if (['DisposedError', 'WorkerCrash', 'Cancelled'].includes(name)) return
    const named = field ?? failure?.field
    const action = again && { label: 'Retry', act: again }
    say({ kind: 'error', text: message, ...(named && { field: named }), ...(action && { action }) })
  }

  /** Does something with a part of the store; only what could not be fetched is tried again. */
  function withPart<T>(part: WhenWanted<T>, act: (here: T) => void): void {
    part().then(
      here =>
        void Promise.resolve(here)
          .then(act)
          .catch(error => complain(error)),
      error => complain(error, () => withPart(part, act)),
    )
  }

  const ownFiles = whenWanted('own data', async () => {
    const [{ createOwnFiles }, { openKeptFiles }] = await Promise.all([import('./ownFiles'), import('./keptFiles')])
    const again = () => load(store.getState().scenario, { toStep: runner.startOrStep() })
    const onData = (scenario: Scenario) => replace(scenario, true, true)
    return createOwnFiles({ store, client, kept: openKeptFiles(), now, step: runner.startOrStep, replace: onData, again, say, measure })
  })
  const own = (act: (files: OwnFiles) => void) => withPart(ownFiles, act)
  const measuring = whenWanted('measurements', async () => {
    const [{ createMeasuring }, { startMeasured }] = await Promise.all([import('./measuring'), loadStarters()])
    return createMeasuring({ base: scope, store, start: startMeasured, now })
  })
  const measure = (files: readonly FileLike[]) => withPart(measuring, m => m.open(files))
  const runner = createRunner({
    ...{ connect, now, store, traces, say, complain },
    onFallBack: scenario => gestures.writeLink(scenario, 'replace'),
    provide: data =>
      ownFiles().then(
        files => files.provide(data),
        () => false,
      ),
    abandon: () => ownFiles.here?.abandon(),
  })
  const { client, load } = runner

  const filesOf = (digest: string) => ownFiles.here?.files(digest) ?? []
  const scripts = whenWanted('the script', async () => {
    const [{ writeScript }, { startStudy }] = await Promise.all([import('./script'), loadStarters()])
    return (task: ScriptTask, onShare: (share: number) => void) => writeScript(startStudy, task, filesOf(task.scenario.data.file), onShare)
  })
  // Fetched after the first picture: no study is wanted before.
  const studies = whenWanted('the studies', async () => {
    await pictured
    const [{ createStudies }, { startStudy, startEnsemble }] = await Promise.all([import('./studies'), loadStarters()])
    const state = () => client.request({ type: 'state' })
    const tell = (text: string) => say({ kind: 'notice', text })
    return createStudies({ store, traces, start: startStudy, startEnsemble, state, now, files: filesOf, complain, tell })
  })
  const follow = () => withPart(studies, s => disposed || s.follow())
  store.subscribe((after, before) => {
    const shown = after.status !== 'loading' && after.status !== 'failed'
    if (!shown || disposed) return
    const changed = after.scenario !== before.scenario || after.selectedArm !== before.selectedArm || before.status === 'loading'
    if (changed) follow()
  })

  /** Starts a run of the scenario, as the doing of a gesture. */
  function restart(scenario: Scenario, by: Gesture, play = runner.wantsPlay()): void {
    gestures.write(scenario, by)
    load(scenario, { play })
  }

  /** A change that is no field's: arms, presets, forgetting; of data it is `another` problem. */
  function replace(scenario: Scenario, play?: boolean, another = false): void {
    say(null)
    gestures.end()
    const by = { name: '', base: scenario, written: false }
    restart(scenario, by, play)
    if (another) keepSteady(scenario, by)
  }

  const armChanges = whenWanted('the changes of arms', async () =>
    (await import('./armChanges')).createArmChanges({ store, inForce, replace, say }),
  )
  const steadying = whenWanted('the choice of learning rates', async () =>
    (await import('./steady')).createSteadying({ store, traces, run: runner.run, restart, say }),
  )
  /** The learning rates of another problem follow its thresholds. */
  const keepSteady = (scenario: Scenario, by: Gesture) => withPart(steadying, s => s.watch(scenario, by))

  const chooseData = () => own(files => files.choose())
  const { set, setView, adopt } = createFieldChanges({ store, traces, runner, gestures, say, complain, restart, keepSteady, chooseData })
  const { openLink, openPreset } = createOpening({ store, runner, gestures, say, replace, adopt })
  const requestGrid = createGridRequest({ store, runner, traces, now, complain })

  function recast(make: (scenario: Scenario) => Recast): void {
    try {
      const { scenario, status, step, lastStep } = store.getState()
      const { scenario: next, selected, says } = make(scenario)
      say(says ? { kind: 'notice', text: says } : null)
      gestures.end()
      gestures.write(next, { name: '', base: next, written: false })
      const plays = status === 'running' || status === 'loading'
      const toStep = plays ? runner.startOrStep() : Math.max(step, lastStep)
      load(next, { toStep: Math.min(toStep, next.steps), play: plays && runner.wantsPlay() })
      // What had been reached stays within reach.
      if (step < toStep && !plays) runner.seek(step)
      if (selected) store.setState({ selectedArm: selected })
    } catch (error) {
      complain(error)
    }
  }

  const scope: Scope = {
    store,
    traces,
    openLink,
    openPreset,
    openScenario: scenario => replace(checkCarried(checkScenario(normalize(scenario))), true),
    set,
    setView,
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
    agree: runner.agree,
    addArm: kind => withPart(armChanges, a => a.add(kind)),
    copyArm: id => withPart(armChanges, a => a.copy(id)),
    renameArm: (id, to) => withPart(armChanges, a => a.rename(id, to)),
    moveArm: (id, by) => withPart(armChanges, a => a.move(id, by)),
    removeArm: id => withPart(armChanges, a => a.remove(id)),
    selectArm: id => store.setState({ selectedArm: id }),
    recast,
    own,
    study: kind => withPart(studies, s => s.start(kind)),
    cancelStudy: kind => withPart(studies, s => s.cancel(kind)),
    script: async (task, onShare) => (await scripts())(task, onShare),
    splitReplicas: split => store.setState({ split }),
    compare: runs => store.setState({ compared: runs.slice(-MOST_COMPARED) }),
    requestGrid,
    section: line => client.request({ type: 'section', ...line }),
    noise: wish => client.request({ type: 'noise', ...wish }),
    attention: question => client.request({ type: 'attention', question }),
    confusion: () => client.request({ type: 'confusion' }),
    say,
    dispose() {
      disposed = true
      runner.dispose()
      studies.here?.dispose()
      measuring.here?.dispose()
    },
  }
  return scope
}
