import type { StoreApi } from 'zustand/vanilla'
import { PART_MISSING } from '../lib/fault'
import { elementAt } from '../lib/values'
import type { Scenario } from '../scenario'
import type { WorkerFailure } from '../workers/failure'
import type { Frame, PlaneInfo, Push, Results, RunStatus, Snapshot } from '../workers/protocol'
import type { SimulationClient } from '../workers/simulationClient'
import { crashLog, MAX_CRASHES } from './crashes'
import type { Environment } from './environment'
import { latestWins } from './latestWins'
import { StepRate } from './rate'
import { isSamePlane } from './samePlane'
import type { Message, ScopeState } from './state'
import type { Traces } from './traces'
import { whenWanted } from './whenWanted'
import { whichComputes } from './whichComputes'

interface Parts extends Pick<Environment, 'connect' | 'now'> {
  readonly store: StoreApi<ScopeState>
  readonly traces: Traces
  say(message: Message | null): void
  complain(error: unknown, again?: () => void): void
  /** The scenario that is back after another one could not be loaded. */
  onFallBack(scenario: Scenario): void
  /** Reads user data with a digest again, for a worker that does not know them; false where they are not at hand. */
  provide(data: Scenario['data']): Promise<boolean>
  /** Ends a reading that `provide` began. */
  abandon(): void
}

interface Load {
  readonly scenario: Scenario
  readonly toStep: number
  /** Where the run was left by a worker that is gone. */
  readonly from?: Snapshot | undefined
}

type LoadOptions = Partial<Omit<Load, 'scenario'> & { readonly play: boolean; readonly wanted: ScopeState['wanted'] }>

/** Milliseconds from the worker's first word to the watch over it. */
const FIRST_SECOND_MS = 1000
/** Milliseconds until the code of the watch is asked for again where it did not come. */
const WATCH_AGAIN_MS = 10_000
/** A new run shows itself with its first frame; after so many milliseconds without one the old picture goes anyway. */
const FIRST_FRAME_MS = 2000

/** Whether a run could not be made because the worker does not hold the user data. */
const lacksData = (error: unknown) => (error as Partial<WorkerFailure>).failure?.field === 'file'

/** Keeps one run going in the worker: loads it, plays it, takes in what the worker says, and mends what breaks. */
export function createRunner({ connect, now, store, traces, say, complain, onFallBack, provide, abandon }: Parts) {
  const client: SimulationClient = connect(receive, crashed)
  /** The run on screen; −1 while another one is being made. */
  let run = -1
  /** A run that was made and has not yet shown itself. */
  let coming: { info: Results['load']; scenario: Scenario; resumed: boolean; shown: () => void } | null = null
  /** Whether another worker or backend has taken up the run on screen. */
  let tookUp = false
  let target: Load | null = null
  /** Whether the user wants the run to play; the worker's own status follows. */
  let intent = true
  /** The last scenario that could be loaded. */
  let good: Scenario | null = null
  /** What the user wants although it costs much. */
  let agreed: Scenario | null = null
  let loads = 0
  /** The last of them when the user pressed Cancel. */
  let givenUp = 0
  /** Which of them is under way; 0 if none is. */
  let loading = 0
  let idle: Promise<void> = Promise.resolve()
  const countCrash = crashLog(now)
  const sayWhichComputes = whichComputes(store, say)
  let disposed = false
  const pace = new StepRate()
  /** Fetched when the worker has had a second for its first picture. */
  const watch = whenWanted('the watch over the simulation', async () => {
    await new Promise(resolve => setTimeout(resolve, FIRST_SECOND_MS))
    const parts = [import('./watch'), import('./resumption'), import('./silence')] as const
    const [{ createWatch }, { createResumption }, { tellSilence }] = await Promise.all(parts)
    const over = createWatch({
      ping: client.ping,
      now,
      onSilence: tellSilence(store, now),
      onStuck: replace,
      onDead: client.replace,
      mayTakeLong: () => hasAgreed(store.getState().scenario),
    })
    if (disposed) over.dispose()
    return { ...over, resumption: createResumption() }
  })

  /** The worker gives a sign of life. Where the code of the watch does not come, it is fetched later. */
  function heard(): void {
    watch().then(
      w => w.heard(true),
      () => disposed || setTimeout(heard, WATCH_AGAIN_MS),
    )
  }

  function receive(push: Push): void {
    if (push.type !== 'alive') watch.here?.heard(false)
    switch (push.type) {
      case 'alive':
        heard()
        break
      case 'frame':
        client.ack()
        take(push.frame)
        break
      case 'certificate':
        if (push.run === run) traces.setCertificate(push.certificate)
        break
      case 'backend':
        store.setState({ backend: push.backend })
        if (push.run === run) tookUp = true
        break
      case 'plane':
        if (coming?.info.run === push.run) coming.info = { ...coming.info, plane: push.plane }
        else if (push.run === run) lay(push.plane)
        break
      case 'checkpoint':
        if (push.run === run) watch.here?.resumption.keep(push)
        break
      case 'progress': {
        const { what, done, total, ms = 0 } = push
        const { progress } = store.getState()
        const since = progress?.what === what ? progress.since : now() - ms
        store.setState({ progress: done < total ? { what, done, total, since } : null })
        break
      }
      case 'data': {
        const { own } = store.getState()
        if (own.reading) store.setState({ own: { ...own, reading: { ...own.reading, share: push.share } } })
        break
      }
      case 'notice':
        if (push.ended) {
          run = -1
          store.setState({ status: 'failed', progress: null })
        }
        say({ kind: push.ended ? 'error' : 'notice', text: push.text })
        break
      default:
        push satisfies never
    }
  }

  function take(frame: Frame): void {
    if (coming?.info.run === frame.run) begin()
    if (frame.run !== run) return
    traces.append(frame)
    const { step, status, every, fingerprint, stopped = null } = frame
    const rate = status === 'running' ? pace.add(now(), step) : pace.clear()
    store.setState({ step, status, rate, every, fingerprint, stopped, lastStep: Math.max(traces.lastStep, step) })
  }

  /** What is drawn on the same plane already stays: a run that was taken up elsewhere knows only the end of its paths. */
  function lay(plane: PlaneInfo): void {
    const { plane: drawn } = traces
    if (tookUp && drawn && isSamePlane(drawn, plane)) traces.continuePlane(plane)
    else traces.setPlane(plane)
  }

  /** The new run takes the old one's place on screen. */
  function begin(): void {
    if (!coming) return
    const { info, scenario, resumed, shown } = coming
    coming = null
    run = info.run
    pace.clear()
    tookUp = resumed
    if (!resumed) {
      watch.here?.resumption.keep(null)
      traces.start(
        scenario.arms.map(a => a.id),
        info.columns,
      )
    }
    if (info.plane) lay(info.plane)
    store.setState({ backend: info.backend, p: info.p, progress: null, lastStep: traces.lastStep })
    shown()
    sayWhichComputes(scenario, info.backend)
  }

  const startRun = latestWins(async ({ scenario, toStep, from, id }: Load & { id: number }) => {
    run = -1
    loading = id
    const play = intent
    store.setState({ status: 'loading' })
    try {
      const request = { type: 'load', scenario, toStep, play, agreed: hasAgreed(scenario), ...(from && { from }) } as const
      const info = await client.request(request).catch(async error => {
        if (!lacksData(error) || id !== loads || !(await provide(scenario.data)) || id !== loads) throw error
        return client.request(request)
      })
      good = scenario
      await new Promise<void>(shown => {
        coming = { info, scenario, resumed: from !== undefined, shown }
        setTimeout(() => coming?.info.run === info.run && begin(), FIRST_FRAME_MS)
      })
      if (id !== loads) return
      target = null
      if (play !== intent) turn(intent ? 'play' : 'pause')
    } catch (error) {
      coming = null
      if ((error as Error).name === 'WorkerCrash' || id !== loads) return
      const costly = (error as Error).name === 'Costly'
      if (!costly && !lacksData(error)) return fallBack(error)
      // When the user has answered, or opened the data that the page says are wanted, the run begins.
      target = null
      traces.clear(scenario.arms.map(a => a.id))
      store.setState({ step: 0, lastStep: 0, fingerprint: '', progress: null, status: 'failed' })
      if (costly) {
        void client.request({ type: 'pause' }).catch(() => {})
        say({ kind: 'notice', text: (error as Error).message, asks: true })
      } else store.setState(({ own }) => ({ own: { ...own, missing: scenario.data.file } }))
    } finally {
      loading = 0
    }
  })

  /** The user wants something else: what is being loaded is to give way, and the worker to answer. */
  function hurry(): void {
    const before = loading
    watch.here?.hurry(() => before === 0 || loading !== before)
  }

  /** Ends a worker that does not answer the user. What is wanted goes on in another one. */
  function replace(): void {
    const { scenario, step: shown, wanted } = store.getState()
    const step = target?.toStep ?? shown
    const asked = loading > 0 && !coming
    client.replace()
    coming?.shown()
    if (loading > 0 && loading !== loads) return
    if (asked) {
      // It was silent before it came to this: another one is given what the user has not given up.
      if (target && givenUp !== loads) load(target.scenario, { ...target, wanted })
      return
    }
    load(scenario, { toStep: step, play: false, from: target ? target.from : watch.here?.resumption.of(scenario, step), wanted })
    say({ kind: 'notice', text: `The simulation did not answer, and was started again. It is paused at step ${step}.` })
  }

  /** A scenario that cannot be loaded gives way to the last one that could. */
  function fallBack(error: unknown): void {
    const [before, wanted] = [good, target?.scenario]
    const { name } = error as Error
    good = null
    const why = givenUp === loads ? 'was cancelled before it began' : 'could not begin: the simulation did not answer'
    if (name === 'Cancelled') say({ kind: 'notice', text: `The run ${why}.` })
    else complain(error, wanted && name === PART_MISSING ? () => startAnew(wanted) : undefined)
    if (before && before !== target?.scenario) {
      onFallBack(before)
      load(before, { toStep: store.getState().step })
    } else {
      target = null
      store.setState({ status: 'failed', progress: null })
    }
  }

  /** Another worker fetches its code again. */
  function startAnew(scenario: Scenario): void {
    client.replace()
    say(null)
    onFallBack(scenario)
    load(scenario)
  }

  /** `wanted`: changes on their way into the run, which are to reach this one. */
  function load(scenario: Scenario, { toStep = 0, play = intent, from, wanted = {} }: LoadOptions = {}): void {
    const { selectedArm, progress, own } = store.getState()
    const known = selectedArm === '' || scenario.arms.some(a => a.id === selectedArm)
    if (run >= 0) good = store.getState().scenario
    intent = play
    target = { scenario, toStep, from }
    if (own.missing) store.setState({ own: { ...own, missing: null } })
    store.setState({ scenario, selectedArm: known ? selectedArm : elementAt(scenario.arms, 0).id, status: 'loading', wanted })
    if (progress) client.cancel()
    hurry()
    abandon()
    const busy = startRun({ ...target, id: ++loads })
    idle = Promise.all([idle, busy]).then(() => {})
  }

  /** Whether the user wants a problem although it costs much. */
  const hasAgreed = ({ model, data, measure }: Scenario) =>
    agreed !== null && agreed.model === model && agreed.data === data && agreed.measure === measure

  function crashed(why: string): void {
    const { scenario, step, wanted } = store.getState()
    run = -1
    watch.here?.renew()
    const times = countCrash(scenario, step)
    if (times >= MAX_CRASHES) {
      target = null
      store.setState({ status: 'failed', progress: null })
      say({ kind: 'error', text: `The simulation stopped ${times} times (${why}). Reset starts it again.` })
      return
    }
    // A scenario that kills the worker while it is being loaded is not tried again if another one is known to work.
    const next = target && good && target.scenario !== good ? good : scenario
    if (next !== scenario) onFallBack(next)
    const same = next === scenario
    const from = same ? watch.here?.resumption.of(scenario, step) : undefined
    load(next, { ...(target && same ? target : { toStep: step, from }), ...(same && { wanted }) })
    say({ kind: 'error', text: `The simulation stopped (${why}) and was restarted at step ${step}.` })
  }

  const ask = (request: Parameters<SimulationClient['request']>[0]) => void client.request(request).catch(complain)

  /** Plays or pauses; in the midst of a long step the worker says what it will do, and a frame follows. */
  function turn(type: 'play' | 'pause'): void {
    const mine = run
    const take = (status: RunStatus | null) => {
      if (status && run === mine && !target) store.setState({ status, rate: status === 'running' ? store.getState().rate : pace.clear() })
    }
    client.request({ type }).then(take, complain)
  }

  const goTo = latestWins(async (step: number) => {
    await loaded()
    try {
      await client.request({ type: 'seek', step })
    } catch (error) {
      complain(error)
    }
    if (!target) store.setState({ progress: null })
  })
  let seeking = 0

  /** Resolves when no load is under way. */
  async function loaded(): Promise<void> {
    let awaited: Promise<void> | null = null
    while (target && awaited !== idle) {
      awaited = idle
      await awaited
    }
  }

  return {
    client,
    load,
    loaded,
    run: () => run,
    /** Whether a run that starts now should play: also after one that played to its end. */
    wantsPlay: () => intent || store.getState().status === 'finished',
    /** The step on screen, or the one that the run being loaded will stand at. */
    startOrStep: () => (target ? target.toStep : store.getState().step),
    play() {
      const { status, scenario } = store.getState()
      if (status === 'finished' || status === 'failed') return load(scenario, { play: true })
      intent = true
      if (!target) turn('play')
    },
    pause() {
      intent = false
      if (!target) turn('pause')
    },
    stepOnce(count = 1) {
      intent = false
      const { status, scenario } = store.getState()
      if (status === 'failed') return load(scenario)
      if (status !== 'finished') ask({ type: 'step', count })
    },
    seek(step: number) {
      intent = false
      store.setState({ sought: step })
      if (seeking++) client.cancel()
      void goTo(step).finally(() => {
        if (--seeking === 0) store.setState({ sought: null })
      })
    },
    /** Starts what the page has asked about. */
    agree() {
      agreed = store.getState().scenario
      say(null)
      load(agreed)
    },
    cancel() {
      if (store.getState().progress?.what === 'replaying') intent = false
      givenUp = loads
      client.cancel(true)
      hurry()
    },
    dispose() {
      disposed = true
      watch.here?.dispose()
      client.dispose()
    },
  }
}
