import { createStore, type StoreApi } from 'zustand/vanilla'
import {
  type Address,
  addressOf,
  armAt,
  armField,
  checkScenario,
  decodeLink,
  encodeLink,
  FIELDS,
  type FieldValue,
  fieldAt,
  isArmPath,
  LONGEST_LINK,
  MAX_ARMS,
  normalize,
  OPENING_PRESET,
  PRESETS,
  type Scenario,
  ScenarioError,
  setValue,
  templateArm,
} from '../scenario'
import type { Client } from '../workers/client'
import type { Domain, Push } from '../workers/protocol'
import { latestWins } from './latest'
import type { Message, ScopeState } from './state'
import { Traces } from './traces'

/** The page's address bar, injected so that tests need no browser. */
export interface LinkBar {
  write(fragment: string, mode: 'replace' | 'push'): void
}

export interface Surroundings {
  /** Makes the client; `onPush` and `onCrash` are to be called for what the worker says by itself. */
  connect(onPush: (push: Push) => void, onCrash: (why: string) => void): Client
  readonly link: LinkBar
  now(): number
}

export interface Scope {
  readonly store: StoreApi<ScopeState>
  readonly traces: Traces
  /** Opens a link's fragment; a malformed one opens the preset and says why. `back` marks a move through the history. */
  openLink(fragment: string, options?: { play?: boolean; back?: boolean }): void
  openPreset(id: string): void
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
  seek(step: number): void
  cancel(): void
  addArm(kind: 'sgd' | 'gd'): void
  removeArm(id: string): void
  selectArm(id: string): void
  /** Asks for the loss on a window of the landscape plane; the newest request wins. */
  requestGrid(domain: Domain): void
  say(message: Message | null): void
  /** The link to what is on screen: the whole address is the caller's to make. */
  linkText(): string
  dispose(): void
}

const GRID = 81

export function createScope({ connect, link, now }: Surroundings): Scope {
  const traces = new Traces()
  const store = createStore<ScopeState>(() => ({
    scenario: PRESETS.get(OPENING_PRESET)!.scenario,
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
    selectedArm: '',
  }))
  const client = connect(receive, why => {
    say({ kind: 'error', text: `The simulation stopped (${why}) and was started again at step ${store.getState().step}.` })
    load(store.getState().scenario, { toStep: store.getState().step })
  })
  let run = -1
  /** True between the first and the last call of a drag: one history entry per finished change. */
  let dragging = false
  let loading = 0

  const say = (message: Message | null) => store.setState({ message })
  function complain(error: unknown): void {
    if (error instanceof Error && error.name === 'Disposed') return
    const { message, field } = error as Error & { field?: string; failure?: { field?: string } }
    const named = field ?? (error as { failure?: { field?: string } }).failure?.field
    say({ kind: 'error', text: message, ...(named ? { field: named } : {}) })
  }

  function receive(push: Push): void {
    if (push.type === 'frame') {
      client.ack()
      const { frame } = push
      if (frame.run !== run) return
      traces.append(frame)
      const { step, status, rate, every, fingerprint } = frame
      store.setState({ step, status, rate, every, fingerprint, lastStep: Math.max(traces.lastStep, step) })
    } else if (push.type === 'certificate') {
      if (push.run === run) traces.setCertificate(push.certificate)
    } else if (push.type === 'backend') store.setState({ backend: push.backend })
    else if (push.type === 'progress') {
      const { what, done, total } = push
      const since = store.getState().progress?.since ?? now()
      store.setState({ progress: done < total ? { what, done, total, since } : null })
    } else say({ kind: 'notice', text: push.text })
  }

  /** Starts a run of the scenario. The old picture stays until the new run answers; a failure leaves a message. */
  const startRun = latestWins(async ({ scenario, toStep, play }: { scenario: Scenario; toStep: number; play: boolean }) => {
    const mine = ++loading
    run = -1
    try {
      const info = await client.request({ type: 'load', scenario, toStep, play })
      if (mine !== loading) return
      run = info.run
      traces.start(
        scenario.arms.map(a => a.id),
        info.columns,
      )
      traces.setPlane(info.plane)
      store.setState({ backend: info.backend, p: info.p, progress: null, step: 0, lastStep: 0, status: play ? 'running' : 'paused' })
    } catch (error) {
      if (mine !== loading) return
      store.setState({ status: 'failed', progress: null })
      complain(error)
    }
  })

  function load(scenario: Scenario, { toStep = 0, play = isPlaying() }: { toStep?: number; play?: boolean } = {}): void {
    const selected = store.getState().selectedArm
    const selectedArm = scenario.arms.some(a => a.id === selected) ? selected : ''
    store.setState({ scenario, selectedArm, status: 'loading' })
    void startRun({ scenario, toStep, play })
  }

  const isPlaying = () => ['running', 'loading'].includes(store.getState().status)

  function writeLink(scenario: Scenario, done: boolean): void {
    link.write(encodeLink(scenario), dragging ? 'replace' : 'push')
    dragging = !done
  }

  /** Applies a change of the scenario that restarts the run: values in force become the start, recorded changes go. */
  function restart(scenario: Scenario, done = true, play = isPlaying()): void {
    writeLink(scenario, done)
    load(scenario, { play })
  }

  const sendChange = latestWins(async ({ address, value }: { address: Address; value: FieldValue }) => {
    const event = { arm: address.arm, field: armField(address.path), value: value as number | string }
    const mine = run
    try {
      const scenario = await client.request({ type: 'change', event })
      if (mine !== run) return
      traces.truncate(scenario.events.at(-1)!.step)
      store.setState({ scenario, lastStep: traces.lastStep })
      link.write(encodeLink(scenario), 'replace')
    } catch (error) {
      complain(error)
    }
    // At most about ten recorded changes a second: a drag stays readable in the link.
    await new Promise(resolve => setTimeout(resolve, 90))
  })

  function setLive(address: Address, value: FieldValue, done: boolean): void {
    const { scenario, step } = store.getState()
    const { status } = store.getState()
    if (status === 'finished' || status === 'failed' || (step === 0 && !scenario.events.length && status !== 'running')) {
      restart(checkScenario(normalize(setValue(settled(scenario, step), address, value))), done, status === 'finished' || isPlaying())
      return
    }
    const next = { step, arm: address.arm, field: armField(address.path), value: value as number | string }
    const room = encodeLink({ ...scenario, events: [...scenario.events, next] }).length
    if (room > LONGEST_LINK)
      throw new ScenarioError(
        'at',
        `${scenario.events.length + 1} changes`,
        `what fits a link of ${LONGEST_LINK} characters; reset or forget the changes to go on`,
      )
    checkScenario({ ...scenario, events: [...scenario.events, next] })
    if (!dragging) link.write(encodeLink(scenario), 'push')
    dragging = !done
    void sendChange({ address, value })
  }

  function setReading(scenario: Scenario, address: Address, done: boolean): void {
    writeLink(scenario, done)
    if (address.path === 'measure.k' || address.path === 'measure.sigma') {
      load(scenario, { toStep: store.getState().step })
      return
    }
    store.setState({ scenario })
    const mine = run
    client.request({ type: 'adopt', scenario }).then(plane => {
      if (mine === run && address.path.startsWith('view.') && address.path !== 'view.speed') traces.setPlane(plane)
    }, complain)
  }

  function set(name: string, value: FieldValue, done = true): void {
    try {
      const { scenario } = store.getState()
      const address = addressOf(scenario, name)
      const { effect } = fieldAt(address.path)
      if (isArmPath(address.path)) setLive(address, value, done)
      else if (effect === 'reading') setReading(checkScenario(setValue(scenario, address, value)), address, done)
      else restart(fitted(setValue(settled(scenario, store.getState().step), address, value)), done)
    } catch (error) {
      dragging = false
      complain(error)
    }
  }

  /** Lowers what a smaller n or d no longer allows, and says so. */
  function fitted(s: Scenario): Scenario {
    const lowered = s.arms.filter(a => a.kind === 'sgd' && a.B > s.data.n)
    if (lowered.length) say({ kind: 'notice', text: `The batch size was lowered to n = ${s.data.n}.`, field: 'B' })
    const arms = s.arms.map(a => (lowered.includes(a) ? { ...a, B: s.data.n } : a))
    const data = { ...s.data, nonzero: Math.min(s.data.nonzero, s.data.d), spikes: Math.min(s.data.spikes, s.data.d) }
    return checkScenario(normalize({ ...s, arms, data }))
  }

  const requestGrid = latestWins(async (domain: Domain) => {
    const mine = run
    try {
      const grid = await client.request({ type: 'landscape', domain, nx: GRID, ny: GRID })
      if (mine === run) traces.setGrid(grid)
    } catch (error) {
      complain(error)
    }
  })

  const ask = (request: Parameters<Client['request']>[0]) => void client.request(request).catch(complain)

  return {
    store,
    traces,
    openLink(fragment, { play = true, back = false } = {}) {
      let scenario = PRESETS.get(OPENING_PRESET)!.scenario
      try {
        scenario = decodeLink(fragment)
        say(null)
      } catch (error) {
        const id = /(?:^|[#&])s=([a-z0-9-]+)/.exec(fragment)?.[1] ?? ''
        const preset = PRESETS.get(id) ?? PRESETS.get(OPENING_PRESET)!
        scenario = preset.scenario
        say({
          kind: 'error',
          text: `This link could not be read: ${(error as Error).message}. The preset “${preset.title}” is shown instead.`,
        })
      }
      const before = store.getState()
      if (back && encodeLink(before.scenario) === encodeLink(scenario)) return
      dragging = false
      if (!back) link.write(encodeLink(scenario), 'replace')
      const toStep = back && sameProblem(before.scenario, scenario) ? Math.min(before.step, scenario.steps) : 0
      load(scenario, { toStep, play: back ? isPlaying() : play })
    },
    openPreset(id) {
      const preset = PRESETS.get(id)
      if (preset) restart(preset.scenario, true, true)
    },
    set,
    play() {
      const { status, scenario, step } = store.getState()
      if (status === 'finished' && step >= scenario.steps) load(scenario, { play: true })
      else ask({ type: 'play' })
    },
    pause: () => ask({ type: 'pause' }),
    stepOnce: (count = 1) => ask({ type: 'step', count }),
    reset: () => load(store.getState().scenario, { play: false }),
    forgetEvents() {
      const { scenario, step } = store.getState()
      restart(settled(scenario, step), true, false)
    },
    newSeed() {
      const { scenario } = store.getState()
      set('seed', (scenario.seed + 1) % (FIELDS.run.seed.max + 1))
    },
    seek: step => ask({ type: 'seek', step }),
    cancel: () => client.cancel(),
    addArm(kind) {
      const { scenario, step } = store.getState()
      if (scenario.arms.length >= MAX_ARMS) return say({ kind: 'error', text: `At most ${MAX_ARMS} arms run side by side.` })
      const base = settled(scenario, step)
      const taken = new Set(base.arms.map(a => a.id))
      const id = [kind, ...[2, 3, 4].map(i => `${kind}${i}`)].find(name => !taken.has(name))!
      restart({ ...base, arms: [...base.arms, templateArm(base, id, kind)] })
      store.setState({ selectedArm: id })
    },
    removeArm(id) {
      const { scenario, step } = store.getState()
      if (scenario.arms.length < 2) return say({ kind: 'error', text: 'A run needs at least one arm.' })
      const base = settled(scenario, step)
      restart({ ...base, arms: base.arms.filter(a => a.id !== id) })
    },
    selectArm: id => store.setState({ selectedArm: id }),
    requestGrid: domain => void requestGrid(domain),
    say,
    linkText: () => encodeLink(store.getState().scenario),
    dispose: () => client.dispose(),
  }
}

/** The scenario whose start are the values in force at a step, without recorded changes. */
function settled(s: Scenario, step: number): Scenario {
  return s.events.length ? { ...s, arms: s.arms.map((_, a) => armAt(s, a, step)), events: [] } : s
}

/** Whether two scenarios differ in nothing that a replay could not take up. */
function sameProblem(a: Scenario, b: Scenario): boolean {
  const key = (s: Scenario) => JSON.stringify([s.model, s.data, s.init, s.seed, s.backend, s.arms.map(x => [x.id, x.kind])])
  return key(a) === key(b)
}
