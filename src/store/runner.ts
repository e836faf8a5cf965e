import type { StoreApi } from 'zustand/vanilla'
import { elementAt, numberAt } from '../lib/values'
import type { Scenario } from '../scenario'
import type { WorkerFailure } from '../workers/failure'
import type { Frame, Push, Results } from '../workers/protocol'
import type { SimulationClient } from '../workers/simulationClient'
import type { Environment } from './environment'
import { latestWins } from './latestWins'
import { StepRate } from './rate'
import type { Message, ScopeState } from './state'
import type { Traces } from './traces'

interface Parts extends Pick<Environment, 'connect' | 'now'> {
  readonly store: StoreApi<ScopeState>
  readonly traces: Traces
  say(message: Message | null): void
  complain(error: unknown): void
  /** The scenario that is back after another one could not be loaded. */
  onFallBack(scenario: Scenario): void
  /** Reads user data with a digest again, for a worker that does not know them; false where they are not at hand. */
  provide(digest: string): Promise<boolean>
  /** Ends a reading that `provide` began. */
  abandon(): void
}

interface Load {
  readonly scenario: Scenario
  readonly toStep: number
}

/** This many deaths of the worker within a minute are an answer: it is not started again. */
const MAX_CRASHES = 3
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
  let coming: { info: Results['load']; scenario: Scenario; shown: () => void } | null = null
  let target: Load | null = null
  /** Whether the user wants the run to play; the worker's own status follows. */
  let intent = true
  /** The last scenario that could be loaded. */
  let good: Scenario | null = null
  let loads = 0
  let idle: Promise<void> = Promise.resolve()
  const crashes: number[] = []
  const pace = new StepRate()

  function receive(push: Push): void {
    switch (push.type) {
      case 'frame':
        client.ack()
        take(push.frame)
        break
      case 'certificate':
        if (push.run === run) traces.setCertificate(push.certificate)
        break
      case 'backend':
        store.setState({ backend: push.backend })
        break
      case 'plane':
        if (coming?.info.run === push.run) coming.info = { ...coming.info, plane: push.plane }
        else if (push.run === run) traces.setPlane(push.plane)
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
    const { step, status, every, fingerprint } = frame
    const rate = status === 'running' ? pace.add(now(), step) : pace.clear()
    store.setState({ step, status, rate, every, fingerprint, lastStep: Math.max(traces.lastStep, step) })
  }

  /** The new run takes the old one's place on screen. */
  function begin(): void {
    if (!coming) return
    const { info, scenario, shown } = coming
    coming = null
    run = info.run
    pace.clear()
    traces.start(
      scenario.arms.map(a => a.id),
      info.columns,
    )
    if (info.plane) traces.setPlane(info.plane)
    store.setState({ backend: info.backend, p: info.p, progress: null, lastStep: 0 })
    shown()
  }

  const startRun = latestWins(async ({ scenario, toStep, id }: Load & { id: number }) => {
    run = -1
    const play = intent
    store.setState({ status: 'loading' })
    try {
      const request = { type: 'load', scenario, toStep, play } as const
      const info = await client.request(request).catch(async error => {
        if (!lacksData(error) || id !== loads || !(await provide(scenario.data.file)) || id !== loads) throw error
        return client.request(request)
      })
      good = scenario
      await new Promise<void>(shown => {
        coming = { info, scenario, shown }
        setTimeout(() => coming?.info.run === info.run && begin(), FIRST_FRAME_MS)
      })
      if (id !== loads) return
      target = null
      if (play !== intent) ask({ type: intent ? 'play' : 'pause' })
    } catch (error) {
      coming = null
      if ((error as Error).name === 'WorkerCrash' || id !== loads) return
      if (!lacksData(error)) return fallBack(error)
      // The page says which data are wanted; when they are opened the run begins.
      target = null
      traces.clear(scenario.arms.map(a => a.id))
      const nothing = { step: 0, lastStep: 0, fingerprint: '', progress: null, status: 'failed' } as const
      store.setState(({ own }) => ({ ...nothing, own: { ...own, missing: scenario.data.file } }))
    }
  })

  /** A scenario that cannot be loaded gives way to the last one that could. */
  function fallBack(error: unknown): void {
    const before = good
    good = null
    if ((error as Error).name === 'Cancelled') say({ kind: 'notice', text: 'The run was cancelled before it began.' })
    else complain(error)
    if (before && before !== target?.scenario) {
      onFallBack(before)
      load(before, { toStep: store.getState().step })
    } else {
      target = null
      store.setState({ status: 'failed', progress: null })
    }
  }

  function load(scenario: Scenario, { toStep = 0, play = intent }: { toStep?: number; play?: boolean } = {}): void {
    const { selectedArm, progress, own } = store.getState()
    const known = selectedArm === '' || scenario.arms.some(a => a.id === selectedArm)
    if (run >= 0) good = store.getState().scenario
    intent = play
    target = { scenario, toStep }
    if (own.missing) store.setState({ own: { ...own, missing: null } })
    store.setState({ scenario, selectedArm: known ? selectedArm : elementAt(scenario.arms, 0).id, status: 'loading', wanted: {} })
    if (progress) client.cancel()
    abandon()
    const busy = startRun({ ...target, id: ++loads })
    idle = Promise.all([idle, busy]).then(() => {})
  }

  function crashed(why: string): void {
    const { scenario, step } = store.getState()
    run = -1
    crashes.push(now())
    while (numberAt(crashes, 0) < now() - 60_000) crashes.shift()
    if (crashes.length >= MAX_CRASHES) {
      target = null
      store.setState({ status: 'failed', progress: null })
      say({ kind: 'error', text: `The simulation stopped ${crashes.length} times within a minute (${why}). Reset starts it again.` })
      return
    }
    // A scenario that kills the worker while it is being loaded is not tried again if another one is known to work.
    const next = target && good && target.scenario !== good ? good : scenario
    if (next !== scenario) onFallBack(next)
    load(next, { toStep: target && next === scenario ? target.toStep : step })
    say({ kind: 'error', text: `The simulation stopped (${why}) and was restarted at step ${step}.` })
  }

  const ask = (request: Parameters<SimulationClient['request']>[0]) => void client.request(request).catch(complain)

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
      if (!target) ask({ type: 'play' })
    },
    pause() {
      intent = false
      if (!target) ask({ type: 'pause' })
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
    cancel() {
      if (store.getState().progress?.what === 'replaying') intent = false
      client.cancel(true)
    },
  }
}
