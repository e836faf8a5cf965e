import { createStore, type StoreApi } from 'zustand/vanilla'
import { fetched } from '../lib/fault'
import {
  type Address,
  addressOf,
  armField,
  checkCarried,
  checkScenario,
  decodeLink,
  encodeLink,
  FIELDS,
  type FieldValue,
  fieldAt,
  isArmPath,
  knownPresets,
  MAX_ARMS,
  normalize,
  OPENING_PRESET,
  openingPreset,
  type Scenario,
  sameValue,
  setValue,
} from '../scenario'
import type { Domain } from '../workers/protocol'
import type { StudyKind } from '../workers/studies/kinds'
import { checkChanges, fitted, type Setting, sameProblem, sameRun, settled, withArm } from './change'
import type { Environment } from './environment'
import { createGridRequest } from './gridRequest'
import { latestWins } from './latestWins'
import type { OwnFiles } from './ownFiles'
import { createRunner } from './runner'
import type { Message, ScopeState } from './state'
import { Traces } from './traces'
import { createWithPreset } from './withPreset'

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
  addArm(kind: 'sgd' | 'gd'): void
  removeArm(id: string): void
  selectArm(id: string): void
  /** Does something with the user's own files, once the code for them is fetched. */
  own(act: (files: OwnFiles) => void): void
  /** Starts a study of the scenario on screen anew; the newest start wins. */
  study(kind: StudyKind): void
  cancelStudy(kind: StudyKind): void
  /** Asks for the loss on a window of the landscape plane; the newest request wins. */
  requestGrid(domain: Domain): void
  say(message: Message | null): void
  /** The link to what is on screen: the whole address is the caller's to make. */
  linkText(): string
  dispose(): void
}

/** One change under the user's hand, from the first call of a drag to the last: one entry in the history. */
interface Gesture {
  readonly name: string
  /** The values in force when it began, so that passing an extreme on the way leaves no trace. */
  readonly base: Scenario
  written: boolean
  /** The value last asked for: the last call of a drag repeats it, and changes nothing. */
  last?: FieldValue
}

/** Milliseconds between recorded changes: a drag stays readable in the link. */
const CHANGE_PAUSE = 90

export function createScope({ connect, link, startStudy, startEnsemble, now, pictured }: Environment): Scope {
  const traces = new Traces()
  const opening = openingPreset().scenario
  const store = createStore<ScopeState>(() => ({
    scenario: opening,
    status: 'loading',
    step: 0,
    lastStep: 0,
    rate: 0,
    every: 1,
    fingerprint: '',
    backend: null,
    p: 0,
    message: null,
    progress: null,
    studies: {},
    own: { known: [], reading: null, missing: null, kept: null },
    sought: null,
    selectedArm: opening.arms[0]!.id,
    wanted: {},
  }))
  const say = (message: Message | null) => store.setState({ message })
  let files: OwnFiles | undefined
  let fetching: Promise<OwnFiles> | undefined
  const ownFiles = () => {
    fetching ??= fetched('own data', Promise.all([import('./ownFiles'), import('./keptFiles')])).then(
      ([{ createOwnFiles }, { KEPT_FILES }]) => {
        const again = () => load(store.getState().scenario, { toStep: runner.startOrStep() })
        files = createOwnFiles({ store, client, kept: KEPT_FILES, now, step: runner.startOrStep, replace, again, say })
        return files
      },
    )
    fetching.catch(() => {
      fetching = undefined
    })
    return fetching
  }
  const provide = (digest: string) =>
    ownFiles().then(
      own => own.provide(digest),
      () => false,
    )
  const onFallBack = (s: Scenario) => writeLink(s, 'replace')
  const runner = createRunner({ connect, now, store, traces, say, complain, onFallBack, provide, abandon: () => files?.abandon() })
  const { client, load } = runner
  let disposed = false
  const state = () => client.request({ type: 'state' })
  // Loaded after the first picture: no study is wanted before.
  let loading: Promise<ReturnType<typeof import('./studies').createStudies>> | undefined
  const studies = () => {
    loading ??= pictured
      .then(() => fetched('the studies', import('./studies')))
      .then(({ createStudies }) =>
        createStudies({
          store,
          traces,
          start: startStudy,
          startEnsemble,
          state,
          now,
          files: digest => files?.files(digest) ?? [],
          complain,
        }),
      )
    loading.catch(() => {
      loading = undefined
    })
    return loading
  }
  store.subscribe((after, before) => {
    const shown = after.status !== 'loading' && after.status !== 'failed'
    if (!shown || disposed) return
    const changed = after.scenario !== before.scenario || after.selectedArm !== before.selectedArm || before.status === 'loading'
    if (changed) void studies().then(s => s.follow(), complain)
  })
  let gesture: Gesture | null = null
  let writtenLink = ''

  function complain(error: unknown): void {
    const { name, message, field, failure } = error as Error & { field?: string; failure?: { field?: string } }
    if (name === 'DisposedError' || name === 'WorkerCrash') return
    const named = field ?? failure?.field
    say({ kind: 'error', text: message, ...(named ? { field: named } : {}) })
  }

  function writeLink(scenario: Scenario, mode: 'replace' | 'push'): boolean {
    const text = encodeLink(scenario)
    if (text === writtenLink) return false
    writtenLink = text
    link.write(text, mode)
    return true
  }

  /** The first write of a gesture makes a history entry, the following ones replace it. */
  function writeChange(scenario: Scenario, by: Gesture): void {
    if (writeLink(scenario, by.written ? 'replace' : 'push')) by.written = true
  }

  function gestureOf(name: string, done: boolean): Gesture {
    const current =
      gesture?.name === name ? gesture : { name, base: settled(store.getState().scenario, runner.startOrStep()), written: false }
    gesture = done ? null : current
    return current
  }

  /** Applies a change of the scenario that restarts the run: values in force become the start, recorded changes go. */
  function restart(scenario: Scenario, by: Gesture, play = runner.wantsPlay()): void {
    writeChange(scenario, by)
    load(scenario, { play })
  }

  const unwant = (name: string, value: FieldValue) => {
    const { [name]: current, ...wanted } = store.getState().wanted
    if (current === value) store.setState({ wanted })
  }

  interface Change extends Setting {
    readonly by: Gesture
  }
  const sendChange = latestWins(
    async ({ name, address, value, by }: Change) => {
      try {
        await runner.loaded()
        const mine = runner.run()
        const event = { arm: address.arm, field: armField(address.path), value }
        const { events } = await client.request({ type: 'change', event })
        if (mine !== runner.run()) return
        const scenario = { ...store.getState().scenario, events }
        traces.truncate(events.at(-1)!.step)
        store.setState({ scenario, lastStep: Math.max(traces.lastStep, store.getState().step) })
        writeChange(scenario, by)
        // By then a frame has come in that lies beyond the change.
        await new Promise(resolve => setTimeout(resolve, CHANGE_PAUSE))
      } catch (error) {
        complain(error)
      } finally {
        unwant(name, value)
      }
    },
    change => change.name,
  )

  /** Live fields that change together: one start, or one event each and one entry in the history. */
  function setLive(name: string, settings: readonly Setting[], done: boolean): void {
    const { scenario, status, wanted } = store.getState()
    const step = runner.startOrStep()
    const fresh = step === 0 && !scenario.events.length && status !== 'running'
    if (status === 'finished' || status === 'failed' || fresh) {
      const { base } = gesture?.name === name ? gesture : { base: settled(scenario, step) }
      const next = settings.reduce((s, { address, value }) => setValue(s, address, value), base)
      restart(checkScenario(normalize(next)), gestureOf(name, done), runner.wantsPlay())
      return
    }
    checkChanges(scenario, step, settings)
    store.setState({ wanted: { ...wanted, ...Object.fromEntries(settings.map(s => [s.name, s.value])) } })
    const by = gestureOf(name, done)
    for (const setting of settings) void sendChange({ ...setting, by })
  }

  function setTogether(values: Readonly<Record<string, FieldValue>>): void {
    try {
      const { scenario } = store.getState()
      const settings = Object.entries(values).map(([name, value]) => ({ name, address: addressOf(scenario, name), value }))
      setLive(Object.keys(values).join(), settings, true)
      say(null)
    } catch (error) {
      complain(error)
    }
  }

  function setReading(scenario: Scenario, address: Address, by: Gesture): void {
    writeChange(scenario, by)
    if (address.path.startsWith('measure.') && address.path !== 'measure.every') {
      load(scenario, { toStep: runner.startOrStep() })
      return
    }
    void adopt(scenario, address.path.startsWith('view.') && address.path !== 'view.speed')
  }

  async function adopt(scenario: Scenario, newPlane: boolean): Promise<void> {
    store.setState({ scenario })
    await runner.loaded()
    const mine = runner.run()
    try {
      const plane = await client.request({ type: 'adopt', scenario: store.getState().scenario })
      if (mine === runner.run() && newPlane) traces.setPlane(plane)
    } catch (error) {
      complain(error)
    }
  }

  function set(name: string, value: FieldValue, done = true): void {
    try {
      const { scenario, message } = store.getState()
      const address = addressOf(scenario, name)
      const field = fieldAt(address.path)
      if (name === 'source' && value === 'file' && scenario.data.source !== 'file') {
        own(o => o.choose())
        return
      }
      if (name === 'source' && value === scenario.data.source) {
        store.setState({ wanted: {} })
        return
      }
      if (gesture?.name === name && gesture.last !== undefined && sameValue(gesture.last, value)) {
        gestureOf(name, done)
        return
      }
      if (value === 'drawn' && isArmPath(address.path)) {
        void import('./drawn').then(
          ({ drawnFrom }) => setTogether(drawnFrom(store.getState().scenario, runner.startOrStep(), address)),
          complain,
        )
        return
      }
      if (isArmPath(address.path)) setLive(name, [{ name, address, value }], done)
      else if (field.effect === 'reading')
        setReading(checkCarried(checkScenario(setValue(scenario, address, value))), address, gestureOf(name, done))
      else {
        const base = gesture?.name === name ? gesture.base : settled(scenario, runner.startOrStep())
        const { scenario: next, lowered } = fitted(setValue(base, address, value), address.path)
        restart(next, gestureOf(name, done))
        if (lowered) say({ kind: 'notice', text: `The batch size was lowered to n = ${next.data.n}.`, field: 'B' })
      }
      if (gesture) gesture.last = value
      // What was said before is answered by a change that went through.
      if (message && store.getState().message === message) say(null)
    } catch (error) {
      gesture = null
      complain(error)
    }
  }

  function own(act: (files: OwnFiles) => void): void {
    void ownFiles().then(act).catch(complain)
  }

  /** A change that is no field's: arms, presets, forgetting. */
  function replace(scenario: Scenario, play?: boolean): void {
    say(null)
    gesture = null
    restart(scenario, { name: '', base: scenario, written: false }, play)
  }

  const requestGrid = createGridRequest({ runner, traces, now, complain })
  const withPreset = createWithPreset(id => {
    if (store.getState().status === 'loading') load(opening)
    say({ kind: 'error', text: `The preset “${id}” could not be fetched. Check the connection and reload the page.` })
  })

  function openLink(fragment: string, id: string, play: boolean, back: boolean): void {
    let scenario: Scenario
    gesture = null
    try {
      scenario = checkCarried(decodeLink(fragment))
      say(null)
    } catch (error) {
      const preset = knownPresets().get(id) ?? openingPreset()
      scenario = preset.scenario
      const { message } = error as Error
      say({ kind: 'error', text: `This link could not be read: ${message}. The preset “${preset.title}” is shown instead.` })
    }
    const before = store.getState()
    writtenLink = encodeLink(scenario)
    if (!back) link.write(writtenLink, 'replace')
    if (back && encodeLink(before.scenario) === writtenLink) return
    if (back && sameRun(before.scenario, scenario) && before.status !== 'loading' && before.status !== 'failed')
      return void adopt(scenario, true)
    const toStep = back && sameProblem(before.scenario, scenario) ? Math.min(before.step, scenario.steps) : 0
    load(scenario, { toStep, play: back ? runner.wantsPlay() : play })
  }

  return {
    store,
    traces,
    openLink(fragment, { play = true, back = false } = {}) {
      const id = /(?:^|[#&])s=([a-z0-9-]+)/.exec(fragment)?.[1] ?? OPENING_PRESET
      withPreset(id, () => openLink(fragment, id, play, back))
    },
    openScenario: scenario => replace(checkCarried(checkScenario(normalize(scenario))), true),
    openPreset: id =>
      withPreset(id, () => {
        const preset = knownPresets().get(id)
        if (preset) replace(preset.scenario, true)
      }),
    set,
    play: runner.play,
    pause: runner.pause,
    stepOnce: runner.stepOnce,
    reset() {
      say(null)
      load(store.getState().scenario, { play: false })
    },
    forgetEvents: () => replace(settled(store.getState().scenario, runner.startOrStep()), false),
    newSeed() {
      const { scenario } = store.getState()
      set('seed', (scenario.seed + 1) % (FIELDS.run.seed.max + 1))
    },
    seek: runner.seek,
    cancel: runner.cancel,
    addArm(kind) {
      const { scenario } = store.getState()
      if (scenario.arms.length >= MAX_ARMS) return say({ kind: 'error', text: `At most ${MAX_ARMS} arms run side by side.` })
      const next = withArm(settled(scenario, runner.startOrStep()), kind)
      replace(next.scenario)
      store.setState({ selectedArm: next.id })
    },
    removeArm(id) {
      const { scenario } = store.getState()
      if (scenario.arms.length < 2) return say({ kind: 'error', text: 'A run needs at least one arm.' })
      const base = settled(scenario, runner.startOrStep())
      replace({ ...base, arms: base.arms.filter(a => a.id !== id) })
    },
    selectArm: id => store.setState({ selectedArm: id }),
    own,
    study: kind => void studies().then(s => s.start(kind), complain),
    cancelStudy: kind => void studies().then(s => s.cancel(kind), complain),
    requestGrid: domain => void requestGrid(domain),
    say,
    linkText: () => encodeLink(store.getState().scenario),
    dispose() {
      disposed = true
      client.dispose()
      void loading?.then(s => s.dispose()).catch(() => {})
    },
  }
}
