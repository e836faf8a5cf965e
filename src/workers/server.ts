/**
 * The worker's side of the protocol. Think of it as a clerk with a mailbox who never waits: requests are taken in the order in
 * which they came, what takes long (a load, the way to a step, a landscape) is answered when it is done, and between them the
 * run goes on in slices; the newest frame goes out once the last was acknowledged.
 *
 *     const server = createServer({ post, now, later, wake })
 *     port.listen(server.receive)
 */

import { Fault, messageOf, reasonOf } from '../lib/fault'
import type { Scenario } from '../scenario'
import { createBackend } from '../sim/backends/create'
import type { Backend, BackendId } from '../sim/backends/types'
import type { Assets } from '../sim/load'
import { createSimulation, type Simulation, type Snapshot } from '../sim/simulation'
import { BackendInUse } from './backendInUse'
import { choosesDrawer } from './drawer'
import { createDrawing, type Drawer } from './drawing'
import { failureOf } from './failure'
import { mayBeCostly, measuringCost, WORTH_A_WORKER } from './measuring/cost'
import { InPlace, type Observer } from './observer'
import { Opening } from './opening'
import { createOwnData } from './ownData'
import { REPORT_MS, SLICE_MS } from './pace'
import { progressReports } from './progress'
import type { FromWorker, PlaneInfo, Push, Request, Results, ToWorker } from './protocol'
import { Run } from './run'
import { actsBetween, answerFrom, waitsForArrival } from './runRequests'
import { Cancelled, ticker } from './ticker'
import type { WorkerLike } from './workerClient'

/** Milliseconds between frames of a running simulation: a little less than a screen's, which would drop the others. */
const FRAME_MS = 14
/** The longest wait between looks at a run whose next step is due later. */
const LONGEST_WAIT_MS = 250
/** Pictures of a running simulation before its certificate is begun, for which more code is fetched. */
const PICTURES_FIRST = 3

/** What the server needs of its surroundings: a worker's globals, or a test's. */
export interface Host {
  post(message: FromWorker, transfer: ArrayBuffer[]): void
  now(): number
  /** Resolves in a later task, so that messages get in; after `ms` at the latest, or when `wake` is called. */
  later(ms: number): Promise<void>
  wake(): void
  createBackend?: (id: BackendId) => Promise<Backend>
  readonly assets?: Assets
  readonly processors?: number
  /** Starts a worker that measures beside the run, where there are any. */
  readonly startMeasuring?: () => WorkerLike
}

type Mail = Extract<ToWorker, { kind: 'request' }>

/** A run to be made: at the start, or at `from`, and on to `toStep`. */
interface Beginning {
  readonly id: number
  readonly scenario: Scenario
  backend(): Promise<Backend>
  readonly from?: Snapshot | undefined
  readonly toStep: number
  readonly play: boolean
  /** Planes of the run that it takes the place of. */
  readonly planes?: number
}

/** Serves one page. */
export function createServer(host: Host) {
  const mailbox: Mail[] = []
  let run: Run | undefined
  let runs = 0
  let opening: Opening | null = null
  /** The run that the page knows of: frames of others would be lost on it. */
  let answered = 0
  /** Planes asked for: the page is told of the newest alone. */
  let planes = 0
  const { processors = 2 } = host
  const drawing = createDrawing(host.now)
  /** Answers questions on points of a run; its code is fetched with the first. */
  let probing: Promise<ReturnType<typeof import('./probing')['createProbing']>> | undefined
  let awaitingAck = false
  /** A run whose certificate waits until some of its pictures stand. */
  let uncertified: Run | undefined
  let pictures = 0
  let lastSent = Number.NEGATIVE_INFINITY
  let serving = false
  /** Whether the run is taking steps: what is asked between the parts of a long one is answered there. */
  let stepping = false
  /** A change that is being taken up: the run must not move on meanwhile. */
  let changing: Promise<void> = Promise.resolve()

  const clock = { now: host.now, later: host.later, wake: host.wake }
  const push = (message: Push, transfer: ArrayBuffer[] = []) => host.post({ kind: 'push', push: message }, transfer)
  const own = createOwnData({ ...clock, onShare: share => push({ type: 'data', share }) })
  const noDigits = () => Promise.reject(new Fault('The digits are not available here', 'give the server the assets of the page'))
  const assets: Assets = { mnist: noDigits, ...host.assets, own: data => own.find(data.file) }
  const inUse = new BackendInUse(host.createBackend ?? createBackend, assets)
  const report = progressReports(host.now, push)
  /** Hands out checkpoints, once the first pictures stand. */
  let handOut: ((of: Run) => void) | undefined
  /** What the page may be waiting for. */
  const activity = () => (run ? (run.way ?? run.look ?? drawing.activity) : opening)

  /** A worker of its own measures where that takes long and where its bits are those of the backend in use. */
  async function observerOf(sim: Simulation): Promise<Observer> {
    const backend = inUse.info?.id
    const spawn = host.startMeasuring
    if (!spawn || (backend !== 'wasm' && backend !== 'reference') || measuringCost(sim) < WORTH_A_WORKER) return new InPlace(sim)
    const { Beside } = await import('./measuring/beside')
    return new Beside(sim, {
      spawn,
      backend,
      own: own.find(sim.scenario.data.file),
      tell: text => push({ type: 'notice', text }),
    })
  }

  const drawerOf = ({ sim, observer }: Run): Drawer =>
    choosesDrawer(sim, {
      spawn: host.startMeasuring,
      backend: inUse.info?.id,
      own: own.find(sim.scenario.data.file),
      processors,
      clock,
      observer,
      running: () => run?.sim === sim && run.status === 'running',
    })

  /** Makes a run in place of the one there is, and of one that is in the making. Resolves when it stands where it is to begin. */
  async function begin(wanted: Beginning): Promise<Run> {
    const before = opening
    before?.giveUp()
    run?.dispose()
    run = undefined
    const mine = new Opening(clock, wanted.play)
    opening = mine
    const making = make(wanted, mine, before)
    mine.settled = making.catch(() => {})
    return making
  }

  async function make({ id, scenario, backend, from, toStep, planes }: Beginning, mine: Opening, before: Opening | null): Promise<Run> {
    try {
      await before?.settled
      const sim = await createSimulation(scenario, await backend(), assets, { tick: mine.tick, planeLater: true, planeHeld: true })
      const made = new Run(id, sim, await observerOf(sim), clock, planes)
      if (from) await made.resume(from)
      if (mine.stale) {
        made.dispose()
        throw new Cancelled('Another run was asked for')
      }
      run = made
      if (toStep > sim.step) void made.seek(toStep)
      host.wake()
      await mine.arrival
      if (mine.play) made.play()
      return made
    } finally {
      if (opening === mine) opening = null
    }
  }

  async function load({ scenario, toStep = 0, play, agreed, from }: Extract<Request, { type: 'load' }>): Promise<Results['load']> {
    if (!agreed && mayBeCostly(scenario)) (await import('./estimate')).askFirst(scenario)
    const pick = () =>
      inUse.pick(scenario).catch(error => {
        const asked = scenario.backend === 'wasm' || scenario.backend === 'reference'
        if (asked || (error as Error).name === 'ScenarioError') throw error
        return fallBack(`${scenario.backend} cannot compute here: ${reasonOf(error)}`)
      })
    const begun = await begin({ id: ++runs, scenario, backend: pick, from, toStep, play })
    const plane = await planeOf(begun)
    awaitingAck = false
    uncertified = begun
    pictures = 0
    return {
      run: begun.id,
      p: begun.sim.p,
      backend: { ...inUse.described, precision: begun.sim.precision },
      plane,
      columns: begun.sim.columns,
    }
  }

  /** The plane, if it is known within this task: otherwise null, and the page is told as soon as it is. */
  async function planeOf(of: Run): Promise<PlaneInfo | null> {
    const mine = ++planes
    let late = false
    const found = of.plane.lay().then(
      plane => {
        if (late && mine === planes) tell(of, plane)
        return plane
      },
      () => null,
    )
    const inTime = await Promise.race([found, host.later(0).then(() => null)])
    late = !inTime
    return inTime
  }

  function tell(of: Run, plane: PlaneInfo): void {
    if (run === of) push({ type: 'plane', run: of.id, plane })
  }

  async function fallBack(why: string): Promise<Backend> {
    const backend = await inUse.replace(why)
    push({ type: 'notice', text: `${why}. The run goes on with wasm.` })
    return backend
  }

  /** Runs beside the loop, yielding often; given up when another run starts. */
  async function certify(of: Run): Promise<void> {
    const stale = () => run !== of
    try {
      const certificate = await of.observer.certify(ticker(clock, stale))
      if (!stale()) push({ type: 'certificate', run: of.id, certificate })
    } catch (error) {
      if (!stale()) push({ type: 'notice', text: `The certificate could not be computed: ${messageOf(error)}` })
    }
  }

  async function answer(request: Request): Promise<Results[keyof Results]> {
    switch (request.type) {
      case 'load':
        return load(request)
      case 'data':
        return own.read(request.files, request.asked)
      case 'propose':
        return own.propose(request.files, request.asked)
      case 'cancel-data':
        own.cancel()
        return null
      default:
        if (opening && (request.type === 'play' || request.type === 'pause')) {
          opening.play = request.type === 'play'
          return null
        }
        if (!run) throw new Fault('Nothing is loaded yet', `send 'load' before '${request.type}'`)
        return answerFrom(run, request, {
          now: host.now,
          async probe(of, wanted) {
            probing ??= import('./probing').then(code => code.createProbing(clock))
            return (await probing)(of, wanted, () => run !== of)
          },
          draw: async (of, plane, window) =>
            drawing.draw(
              of.plane.drawer(() => drawerOf(of)),
              plane,
              window,
              () => run !== of,
            ),
          planeOf,
          tell,
        })
    }
  }

  /** Whether a request can be taken now; others wait for a run to begin, or to arrive. */
  function ready({ request }: Mail): boolean {
    if (['load', 'data', 'propose', 'cancel-data', 'play', 'pause'].includes(request.type)) return true
    return !opening && !(run?.way && waitsForArrival(request))
  }

  async function serve(): Promise<void> {
    serving = true
    for (;;) {
      try {
        await turn()
      } catch (error) {
        if (run && opening) {
          run.dispose()
          run = undefined
          opening.failed(error)
        } else if (run) void recover(run, error)
      }
    }
  }

  /** One request, or one slice of the run. Rejects where the run cannot go on. */
  async function turn(): Promise<void> {
    const at = mailbox.findIndex(ready)
    const [mail] = at < 0 ? [] : mailbox.splice(at, 1)
    if (mail) {
      const replied = reply(mail)
      // The run must not move under these; what takes longer is answered when it is done.
      const { type } = mail.request
      if (type === 'change' || (type === 'state' && !run?.look)) await replied
    }
    await changing
    const wait = mail || !run ? Number.POSITIVE_INFINITY : await slice(run)
    if (!mail && run && !run.way) opening?.arrived()
    await send()
    report(activity())
    if (run && !opening) handOut?.(run)
    if (uncertified && pictures >= (uncertified.status === 'running' ? PICTURES_FIRST : 1)) {
      void certify(uncertified)
      if (!handOut)
        void import('./checkpoints').then(
          code => (handOut ??= code.checkpoints(host.now, push)),
          // Asked for again with the next run.
          () => {},
        )
      uncertified = undefined
    }
    if (mail || mailbox.some(ready)) return
    await host.later(Math.min(wait < Number.POSITIVE_INFINITY ? Math.min(wait, LONGEST_WAIT_MS) : wait, activity() ? REPORT_MS : wait))
  }

  async function slice(of: Run): Promise<number> {
    stepping = true
    try {
      return await of.slice(SLICE_MS)
    } finally {
      stepping = false
    }
  }

  async function reply({ id, request }: Mail): Promise<void> {
    try {
      const result = await answer(request)
      host.post(
        { kind: 'done', id, result },
        result && typeof result === 'object' && 'grid' in result ? [result.grid.buffer as ArrayBuffer] : [],
      )
      if (result && typeof result === 'object' && 'run' in result) answered = result.run
    } catch (error) {
      host.post({ kind: 'failed', id, failure: failureOf(error) }, [])
    }
    host.wake()
  }

  /** A device that fails in mid-run costs at most the steps since the last snapshot: they are replayed on wasm. */
  async function recover(of: Run, error: unknown): Promise<void> {
    const { scenario, step } = of.sim
    const { checkpoint: from, status, id } = of
    const backend = async () => {
      if (inUse.info?.id === 'wasm') throw error
      return fallBack(`${inUse.info?.id} failed at step ${step}: ${reasonOf(error)}`)
    }
    try {
      const again = await begin({ id, scenario, backend, from, toStep: step, play: status === 'running', planes: of.plane.id })
      push({ type: 'backend', run: id, backend: { ...inUse.described, precision: again.sim.precision } })
      const plane = await planeOf(again)
      if (plane) tell(again, plane)
    } catch (final) {
      if ((final as Error).name === 'Cancelled') return
      run = undefined
      push({ type: 'notice', text: `The run ended at step ${step}: ${messageOf(final)}. Press reset to start it again.`, ended: true })
    }
    host.wake()
  }

  async function send(): Promise<void> {
    if (awaitingAck || !run || run.id !== answered || opening) return
    if (run.status === 'running' && host.now() - lastSent < FRAME_MS) return
    const frame = await run.frame()
    if (!frame) return
    awaitingAck = true
    lastSent = host.now()
    push(
      { type: 'frame', frame },
      frame.arms.flatMap(a => [a.rows.buffer as ArrayBuffer, a.path.buffer as ArrayBuffer]),
    )
  }

  function cancel(reading: boolean): void {
    if (opening && !run) opening.giveUp()
    else if (run?.way) run.stopHere()
    else if (reading) {
      drawing.stop()
      run?.stopLooking()
    }
  }

  return {
    receive(message: ToWorker): void {
      switch (message.kind) {
        case 'request':
          if (stepping && mailbox.length === 0 && actsBetween(message.request) && ready(message))
            changing = Promise.all([changing, reply(message)]).then(() => {})
          else mailbox.push(message)
          break
        case 'ack':
          awaitingAck = false
          pictures++
          break
        case 'ping':
          push({ type: 'alive' })
          return
        case 'cancel':
          cancel(message.reading ?? false)
          break
        default:
          message satisfies never
      }
      host.wake()
      if (!serving) void serve()
    },
  }
}
