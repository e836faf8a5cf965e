/**
 * The worker's side of the protocol. Think of it as a clerk with a mailbox: requests are answered in the order in which they
 * came, and between them the run goes on in slices; the newest frame goes out once the last was acknowledged.
 *
 *     const server = createServer({ post, now, later, wake })
 *     port.listen(server.receive)
 */

import { Fault, messageOf, reasonOf } from '../lib/fault'
import { createBackend } from '../sim/backends/create'
import type { Backend, BackendId } from '../sim/backends/types'
import type { Assets } from '../sim/load'
import { BackendInUse } from './backendInUse'
import { failureOf } from './failure'
import { createOwnData } from './ownData'
import { SLICE_MS } from './pace'
import type { FromWorker, Push, Request, Results, ToWorker } from './protocol'
import { Run } from './run'
import { answerFrom } from './runRequests'

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
}

type Mail = Extract<ToWorker, { kind: 'request' }>

/** Serves one page. */
export function createServer(host: Host) {
  const mailbox: Mail[] = []
  let run: Run | undefined
  let runs = 0
  let awaitingAck = false
  /** A run whose certificate waits until some of its pictures stand. */
  let uncertified: Run | undefined
  let pictures = 0
  let lastSent = Number.NEGATIVE_INFINITY
  let cancelled = false
  let serving = false

  const push = (message: Push, transfer: ArrayBuffer[] = []) => host.post({ kind: 'push', push: message }, transfer)
  const own = createOwnData({ now: host.now, later: host.later, onShare: share => push({ type: 'data', share }) })
  const noDigits = () => Promise.reject(new Fault('The digits are not available here', 'give the server the assets of the page'))
  const assets: Assets = { mnist: noDigits, ...host.assets, own: own.find }
  const inUse = new BackendInUse(host.createBackend ?? createBackend, assets)

  async function load({ scenario, toStep, play }: Extract<Request, { type: 'load' }>): Promise<Results['load']> {
    run?.dispose()
    run = undefined
    const backend = await inUse.pick(scenario).catch(error => {
      const asked = scenario.backend === 'wasm' || scenario.backend === 'reference'
      if (asked || (error as Error).name === 'ScenarioError') throw error
      return fallBack(`${scenario.backend} cannot compute here: ${reasonOf(error)}`)
    })
    run = await Run.start(++runs, scenario, backend, assets)
    awaitingAck = false
    if (toStep) await replay(run, toStep)
    if (play) run.play(host.now())
    uncertified = run
    pictures = 0
    return { run: run.id, p: run.sim.p, backend: inUse.described, plane: run.planeInfo(), columns: run.sim.columns }
  }

  async function fallBack(why: string): Promise<Backend> {
    const backend = await inUse.replace(why)
    push({ type: 'notice', text: `${why}. The run goes on with wasm.` })
    return backend
  }

  async function replay(of: Run, step: number): Promise<void> {
    cancelled = false
    await of.seek(step, host.now, async (done, total) => {
      push({ type: 'progress', done, total, what: 'replaying' })
      await host.later(0)
      return !cancelled && !mailbox.some(m => m.request.type === 'load' || m.request.type === 'seek')
    })
  }

  /** Runs beside the loop, yielding often; given up when another run starts. */
  async function certify(of: Run): Promise<void> {
    const stale = () => run !== of
    try {
      let since = host.now()
      const certificate = await of.sim.certify(async () => {
        if (host.now() - since < SLICE_MS) return
        await host.later(0)
        since = host.now()
        if (stale()) throw new Error('Another run has started')
      })
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
        return own.read(request.files)
      case 'cancel-data':
        own.cancel()
        return null
      default:
        if (!run) throw new Fault('Nothing is loaded yet', `send 'load' before '${request.type}'`)
        return answerFrom(run, request, { now: host.now, replay })
    }
  }

  async function serve(): Promise<void> {
    serving = true
    for (;;) {
      try {
        await turn()
      } catch (error) {
        if (run) await recover(run, error)
      }
    }
  }

  /** One request, or one slice of the run. Rejects where the run cannot go on. */
  async function turn(): Promise<void> {
    const mail = mailbox.shift()
    // Files are read beside the run, which goes on.
    if (mail?.request.type === 'data') {
      void reply(mail)
      return
    }
    if (mail) await reply(mail)
    const wait = !mail && run?.status === 'running' ? await run.slice(SLICE_MS, host.now) : null
    await send()
    if (uncertified && pictures >= (uncertified.status === 'running' ? PICTURES_FIRST : 1)) {
      void certify(uncertified)
      uncertified = undefined
    }
    if (mail || mailbox.length) return
    await host.later(wait === null ? Number.POSITIVE_INFINITY : Math.min(wait, LONGEST_WAIT_MS))
  }

  async function reply({ id, request }: Mail): Promise<void> {
    try {
      const result = await answer(request)
      host.post({ kind: 'done', id, result }, result && 'grid' in result ? [result.grid.buffer as ArrayBuffer] : [])
    } catch (error) {
      host.post({ kind: 'failed', id, failure: failureOf(error) }, [])
    }
  }

  /** A device that fails in mid-run costs at most the steps since the last snapshot: they are replayed on wasm. */
  async function recover(of: Run, error: unknown): Promise<void> {
    const { scenario, step } = of.sim
    const { checkpoint: from, status } = of
    try {
      of.dispose()
      if (inUse.info?.id === 'wasm') throw error
      const backend = await fallBack(`${inUse.info?.id} failed at step ${step}: ${reasonOf(error)}`)
      run = await Run.start(of.id, scenario, backend, assets)
      if (from) await run.sim.restore(from)
      await replay(run, step)
      if (status === 'running') run.play(host.now())
      push({ type: 'backend', run: run.id, backend: inUse.described })
    } catch (final) {
      run = undefined
      push({ type: 'notice', text: `The run ended at step ${step}: ${messageOf(final)}. Press reset to start it again.`, ended: true })
    }
  }

  async function send(): Promise<void> {
    if (awaitingAck || !run) return
    if (run.status === 'running' && host.now() - lastSent < FRAME_MS) return
    const frame = await run.frame()
    if (!frame) return
    awaitingAck = true
    lastSent = host.now()
    push(
      { type: 'frame', frame },
      frame.arms.map(a => a.rows.buffer as ArrayBuffer),
    )
  }

  return {
    receive(message: ToWorker): void {
      switch (message.kind) {
        case 'request':
          mailbox.push(message)
          break
        case 'ack':
          awaitingAck = false
          pictures++
          break
        case 'cancel':
          cancelled = true
          break
        default:
          message satisfies never
      }
      host.wake()
      if (!serving) void serve()
    },
  }
}
