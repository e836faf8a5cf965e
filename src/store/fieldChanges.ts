import type { StoreApi } from 'zustand/vanilla'
import {
  type Address,
  addressOf,
  armField,
  changeOf,
  checkCarried,
  checkScenario,
  type FieldValue,
  fieldAt,
  isArmPath,
  isNetwork,
  normalize,
  type Scenario,
  setValue,
  startsAtMinimum,
} from '../scenario'
import { checkChanges, fitted, type Setting } from './change'
import type { Gesture, GestureLog } from './gestures'
import { latestWins } from './latestWins'
import type { createRunner } from './runner'
import type { Message, ScopeState } from './state'
import type { Traces } from './traces'

/** Milliseconds between recorded changes: a drag stays readable in the link. */
const CHANGE_PAUSE = 90

/** Settings of the view that leave its plane as it is. */
const WITHIN_PLANE: readonly Address['path'][] = [
  'view.speed',
  'view.dim',
  'view.asinh',
  'view.xaxis',
  'view.range',
  'view.smooth',
  'view.yother',
  'view.present',
  'view.panel',
  'view.panels',
  'view.step',
  'view.grid',
  'view.seeds',
  'view.shows',
]

interface Parts {
  readonly store: StoreApi<ScopeState>
  readonly traces: Traces
  readonly runner: ReturnType<typeof createRunner>
  readonly gestures: GestureLog
  say(message: Message | null): void
  complain(error: unknown): void
  /** Starts a run of the scenario. */
  restart(scenario: Scenario, by: Gesture, play?: boolean): void
  /** Has the learning rates of another problem follow its thresholds. */
  keepSteady(scenario: Scenario, by: Gesture): void
  /** Lets the user choose a file of data. */
  chooseData(): void
}

/** Whether a run goes on beside a change. Of a linear model the precision is that of its replicas alone. */
const reads = ({ model }: Scenario, path: Address['path']) =>
  fieldAt(path).effect === 'reading' || (path === 'run.precision' && !isNetwork(model))

/** One recorded change on its way into the run. */
interface Change extends Setting {
  readonly by: Gesture
}

/**
 * What setting a field does, by the field's effect: a change of the problem starts a run, a live field of an arm becomes an
 * event of the run, and a reading is taken up as the run goes on.
 */
export function createFieldChanges({ store, traces, runner, gestures, say, complain, restart, keepSteady, chooseData }: Parts) {
  const { client, load } = runner

  const unwant = (name: string, value: FieldValue) => {
    const { [name]: current, ...wanted } = store.getState().wanted
    if (current === value) store.setState({ wanted })
  }

  /** Lets go of a value when the step on screen is one at which it acts, or another run or step is wanted. */
  function unwantOnceShown(name: string, value: FieldValue, at: number): void {
    const mine = runner.run()
    const isDue = ({ step, sought }: ScopeState) => step >= at || sought !== null || mine !== runner.run()
    const look = () => {
      if (!isDue(store.getState())) return
      stop()
      unwant(name, value)
    }
    const stop = store.subscribe(look)
    look()
  }

  /** Has the run take up a change, and returns its step; null where the run was gone before it had. */
  async function record({ address, value, by }: Change): Promise<number | null> {
    const mine = runner.run()
    const isGone = () => mine !== runner.run()
    const event = changeOf(address.arm, armField(address.path), value)
    const request = { type: 'change', event, ...(by.at !== undefined && { since: by.at }) } as const
    const taken = await client.request(request).catch(error => {
      if (isGone()) return null
      throw error
    })
    if (!taken || isGone()) return null
    const scenario = { ...store.getState().scenario, events: taken.events }
    const at = taken.events.at(-1)?.step ?? 0
    by.at = at
    traces.truncate(at)
    const step = Math.min(store.getState().step, at)
    store.setState({ scenario, step, lastStep: Math.max(traces.lastStep, step) })
    gestures.write(scenario, by)
    return at
  }

  const sendChange = latestWins(
    async (change: Change) => {
      const { name, value } = change
      /** Undefined where nobody waits for it any more. */
      const attempt = async () => {
        await runner.loaded()
        const isPending = store.getState().wanted[name] !== undefined && runner.run() >= 0
        return isPending ? record(change) : undefined
      }
      try {
        let at = await attempt()
        // Where another worker took up the run meanwhile, that one is told.
        while (at === null) at = await attempt()
        if (at === undefined) return unwant(name, value)
        await new Promise(resolve => setTimeout(resolve, CHANGE_PAUSE))
        unwantOnceShown(name, value, at)
      } catch (error) {
        unwant(name, value)
        complain(error)
      }
    },
    change => change.name,
  )

  /** When the values of a gesture that begins now act on live fields. */
  function whenActs(): NonNullable<Gesture['acts']> {
    const { scenario, status } = store.getState()
    if (status === 'finished' || status === 'failed') return 'on release'
    return runner.startOrStep() === 0 && !scenario.events.length && status !== 'running' ? 'at the start' : 'in flight'
  }

  /** Live fields that change together: one start, or one event each and one entry in the history. */
  function setLive(name: string, settings: readonly Setting[], done: boolean): void {
    const { scenario, status, wanted } = store.getState()
    const by = gestures.during(name, done)
    by.acts = status === 'failed' ? 'on release' : (by.acts ?? whenActs())
    const show = () => store.setState({ wanted: { ...wanted, ...Object.fromEntries(settings.map(s => [s.name, s.value])) } })
    if (by.acts !== 'in flight') {
      const next = checkScenario(normalize(settings.reduce((s, { address, value }) => setValue(s, address, value), by.base)))
      if (by.acts === 'at the start' || done) restart(next, by)
      else show()
      return
    }
    checkChanges(scenario, by.at ?? runner.startOrStep(), settings)
    show()
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
    gestures.write(scenario, by)
    if (address.path.startsWith('measure.') && address.path !== 'measure.every') {
      load(scenario, { toStep: runner.startOrStep() })
      return
    }
    void adopt(scenario, address.path.startsWith('view.') && !WITHIN_PLANE.includes(address.path))
  }

  /** Settings of the view that are changed by one act, by their names in links: one entry in the history. */
  function setView(values: Readonly<Record<string, FieldValue>>): void {
    try {
      const { scenario } = store.getState()
      const entries = Object.entries(values).map(([name, value]) => ({ address: addressOf(scenario, name), value }))
      const next = entries.reduce((s, { address, value }) => setValue(s, address, value), scenario)
      gestures.write(checkCarried(checkScenario(next)), gestures.during(Object.keys(values).join(), true))
      void adopt(
        next,
        entries.some(({ address }) => !WITHIN_PLANE.includes(address.path)),
      )
    } catch (error) {
      gestures.end()
      complain(error)
    }
  }

  /** Settings that leave the run as it is; `newPlane` where its paths are to be drawn anew. */
  async function adopt(scenario: Scenario, newPlane: boolean): Promise<void> {
    store.setState({ scenario })
    await runner.loaded()
    const mine = runner.run()
    try {
      const plane = await client.request({ type: 'adopt', scenario: store.getState().scenario })
      if (plane && mine === runner.run() && newPlane) traces.setPlane(plane)
    } catch (error) {
      complain(error)
    }
  }

  function setProblem(name: string, address: Address, value: FieldValue, done: boolean): void {
    const { scenario: next, lowered } = fitted(setValue(gestures.baseOf(name), address, value), address.path)
    const by = gestures.during(name, done)
    restart(next, by)
    if (/^(model|data|init)\./.test(address.path) && !startsAtMinimum(next)) keepSteady(next, by)
    if (lowered) say({ kind: 'notice', text: `The batch size was lowered to n = ${next.data.n}.`, field: 'B' })
  }

  /** A schedule drawn by hand begins as the curve that it replaces. */
  function startDrawing(address: Address): void {
    const curve = import('./drawn').then(code => code.drawnFrom(store.getState().scenario, runner.startOrStep(), address))
    curve.then(setTogether, complain)
  }

  function apply(name: string, address: Address, value: FieldValue, done: boolean): void {
    const { scenario } = store.getState()
    if (isArmPath(address.path)) setLive(name, [{ name, address, value }], done)
    else if (reads(scenario, address.path))
      setReading(checkCarried(checkScenario(setValue(scenario, address, value))), address, gestures.during(name, done))
    else setProblem(name, address, value, done)
    gestures.note(value)
  }

  /** Sets a field by its name in links; `done` is false while a drag goes on. */
  function set(name: string, value: FieldValue, done = true): void {
    try {
      const { scenario, message } = store.getState()
      const address = addressOf(scenario, name)
      if (name === 'source' && value === 'file' && scenario.data.source !== 'file') chooseData()
      else if (name === 'source' && value === scenario.data.source) store.setState({ wanted: {} })
      else if (gestures.repeats(name, value, done)) gestures.during(name, done)
      else if (value === 'drawn' && isArmPath(address.path)) startDrawing(address)
      else {
        apply(name, address, value, done)
        // What was said before is answered by a change that went through.
        if (message && store.getState().message === message) say(null)
      }
    } catch (error) {
      gestures.end()
      complain(error)
    }
  }

  return { set, setView, adopt }
}
