import { Fault, messageOf, reasonOf } from '../lib/fault'
import type { Scenario } from '../scenario/types'
import { createBackend } from '../sim/backends/create'
import type { Backend, BackendId } from '../sim/backends/types'
import type { Assets } from '../sim/load'
import { loadData } from '../sim/load'
import { factoredModel } from '../sim/model'
import { failureOf } from './failure'
import { createOwnData } from './ownData'
import { SLICE_MS } from './pace'
import type { BackendInfo, FromWorker, Push, Request, Results, ToWorker } from './protocol'
import { Run } from './run'

/** Milliseconds between frames of a running simulation: a little less than a screen's, which would drop the others. */
const FRAME_MS = 14

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

/** Serves one page: requests in order, and between them the run in slices; the newest frame once the last was acknowledged. */
export function createServer(host: Host) {
  const mailbox: Extract<ToWorker, { kind: 'request' }>[] = []
  const make = host.createBackend ?? createBackend
  let backend: Backend | undefined
  let info: BackendInfo | undefined
  let run: Run | undefined
  let runs = 0
  let awaitingAck = false
  let lastSent = Number.NEGATIVE_INFINITY
  let cancelled = false
  let serving = false

  const push = (message: Push, transfer: ArrayBuffer[] = []) => host.post({ kind: 'push', push: message }, transfer)
  const own = createOwnData({ now: host.now, later: host.later, onShare: share => push({ type: 'data', share }) })
  const assets: Assets = {
    mnist: () => Promise.reject(new Fault('The digits are not at hand here', 'give the server the assets of the page')),
    ...host.assets,
    own: own.find,
  }

  async function pick(scenario: Scenario): Promise<void> {
    const model = factoredModel(scenario.model)
    const { wanted, reason } = model ? { wanted: scenario.backend, reason: 'chosen in the scenario' } : forNetwork(scenario.backend)
    if (backend && wanted === info?.id) {
      info = describe(backend, reason)
      return
    }
    if (backend && wanted === 'auto' && info?.reason.startsWith('auto')) return
    backend?.dispose()
    backend = undefined
    if (wanted !== 'auto') {
      backend = await make(wanted)
      info = describe(backend, reason)
      return
    }
    const data = await loadData({ ...scenario, data: { ...scenario.data, n: Math.min(scenario.data.n, 2000) } }, assets)
    const { chooseBackend } = await import('../sim/backends/choose')
    const choice = await chooseBackend({ ...data, model: model! }, Math.min(scenario.arms[0]!.B, data.n))
    backend = choice.backend
    info = describe(backend, choice.reason)
  }

  async function load({ scenario, toStep, play }: Extract<Request, { type: 'load' }>): Promise<Results['load']> {
    run?.dispose()
    run = undefined
    await pick(scenario).catch(async error => {
      const asked = scenario.backend === 'wasm' || scenario.backend === 'reference'
      if (asked || (error as Error).name === 'ScenarioError') throw error
      await fallBack(`${scenario.backend} cannot compute here: ${reasonOf(error)}`)
    })
    run = await Run.start(++runs, scenario, backend!, assets)
    awaitingAck = false
    if (toStep) await replay(toStep)
    if (play) run.play(host.now())
    void certify(run)
    return { run: run.id, p: run.sim.p, backend: info!, plane: run.planeInfo(), columns: run.sim.columns }
  }

  async function fallBack(why: string): Promise<void> {
    backend?.dispose()
    backend = await make('wasm')
    info = describe(backend, why)
    push({ type: 'notice', text: `${why}. The run goes on with wasm.` })
  }

  async function replay(step: number): Promise<void> {
    cancelled = false
    await run!.seek(step, host.now, async (done, total) => {
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
        if (stale()) throw new Error('superseded')
      })
      if (!stale()) push({ type: 'certificate', run: of.id, certificate })
    } catch (error) {
      if (!stale()) push({ type: 'notice', text: `The certificate could not be computed: ${messageOf(error)}` })
    }
  }

  async function answer(request: Request): Promise<Results[keyof Results]> {
    if (request.type === 'load') return load(request)
    if (request.type === 'data') return own.read(request.files)
    if (request.type === 'cancel-data') {
      own.cancel()
      return null
    }
    if (!run) throw new Fault('Nothing is loaded yet', `send 'load' before '${request.type}'`)
    switch (request.type) {
      case 'play':
        run.play(host.now())
        return null
      case 'pause':
        await run.pause()
        return null
      case 'step':
        await run.step(request.count, host.now)
        return null
      case 'speed':
        run.pace.speed = request.speed
        run.pace.start(host.now())
        return null
      case 'change':
        return run.change(request.event)
      case 'adopt':
        return run.adopt(request.scenario)
      case 'seek':
        await replay(request.step)
        return null
      case 'state':
        return { step: run.sim.step, thetas: (await run.sim.states()).map(s => s.theta) }
      case 'landscape': {
        const { domain, nx, ny } = request
        return { domain, ...run.sim.landscape(domain, nx, ny) }
      }
    }
  }

  async function serve(): Promise<void> {
    serving = true
    for (;;) {
      const mail = mailbox.shift()
      // Files are read beside the run, which goes on.
      if (mail?.request.type === 'data') void reply(mail)
      else if (mail) {
        await reply(mail)
        await send()
      } else if (run?.status === 'running') await work(run)
      else {
        await send()
        if (!mailbox.length) await host.later(Number.POSITIVE_INFINITY)
      }
    }
  }

  async function reply({ id, request }: Extract<ToWorker, { kind: 'request' }>): Promise<void> {
    try {
      const result = await answer(request)
      host.post({ kind: 'done', id, result }, result && 'grid' in result ? [result.grid.buffer as ArrayBuffer] : [])
    } catch (error) {
      host.post({ kind: 'failed', id, failure: failureOf(error) }, [])
    }
  }

  async function work(of: Run): Promise<void> {
    try {
      const wait = await of.slice(SLICE_MS, host.now)
      await send()
      if (!mailbox.length) await host.later(Math.min(wait, 250))
    } catch (error) {
      await recover(of, error)
    }
  }

  /** A device that fails in mid-run costs at most the steps since the last snapshot: they are replayed on wasm. */
  async function recover(of: Run, error: unknown): Promise<void> {
    const { scenario, step } = of.sim
    const from = of.checkpoint
    try {
      of.dispose()
      if (run !== of) return
      if (info?.id === 'wasm') throw error
      await fallBack(`${info?.id} failed at step ${step}: ${reasonOf(error)}`)
      run = await Run.start(of.id, scenario, backend!, assets)
      if (from) await run.sim.restore(from)
      await replay(step)
      run.play(host.now())
      push({ type: 'backend', run: run.id, backend: info! })
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
      if (message.kind === 'request') mailbox.push(message)
      else if (message.kind === 'cancel') cancelled = true
      else awaitingAck = false
      host.wake()
      if (!serving) void serve()
    },
  }
}

/** Networks and models of two parameters are computed in float64 on the processor: no GPU has that. */
function forNetwork(asked: Scenario['backend']): { wanted: 'wasm' | 'reference'; reason: string } {
  if (asked === 'wasm' || asked === 'reference') return { wanted: asked, reason: 'chosen in the scenario' }
  return {
    wanted: 'wasm',
    reason: `this model is computed in float64, the same bits everywhere, not by ${asked === 'auto' ? 'a GPU' : asked}`,
  }
}

function describe(backend: Backend, reason: string): BackendInfo {
  const { id, precision, device, software } = backend
  return { id, precision, device, software, reason }
}
