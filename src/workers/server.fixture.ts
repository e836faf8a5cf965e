import { createBackend } from '../sim/backends/create'
import { createReferenceBackend } from '../sim/backends/reference'
import type { Engine } from '../sim/backends/types'
import { ALIVE, PING } from './heartbeat'
import { createMeasuring } from './measuring/measuring'
import type { FromMeasuring, ToMeasuring } from './measuring/messages'
import type { Frame, FromWorker, Push, Request, Results } from './protocol'
import { createServer } from './server'

/** A gate that measurements wait at until it is opened. */
export function gate() {
  let open!: () => void
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { open, hold: () => opened }
}

/** A measuring worker in this very thread, whose answers the test may hold back. */
export class FakeMeasuring {
  static readonly NO_DIGITS = { mnist: () => Promise.reject(new Error('no digits')) }
  onmessage: ((event: { data: FromMeasuring | typeof ALIVE }) => void) | null = null
  onerror: ((event: { message: string }) => void) | null = null
  readonly asked: ToMeasuring[] = []
  terminated = false
  private readonly take: (message: ToMeasuring) => void

  constructor(private readonly gate: () => Promise<void> = () => Promise.resolve()) {
    const post = async (data: FromMeasuring) => {
      if (!('share' in data)) await this.gate()
      if (!this.terminated) this.onmessage?.({ data })
    }
    const later = () => new Promise<void>(resolve => setTimeout(resolve))
    const parts = { assets: FakeMeasuring.NO_DIGITS, now: () => performance.now(), later }
    this.take = createMeasuring({ ...parts, post: message => void post(message) })
  }

  postMessage(message: ToMeasuring | typeof PING, transfer: Transferable[]): void {
    if (message === PING) {
      this.onmessage?.({ data: ALIVE })
      return
    }
    // As a worker would have it: what was transferred is no longer here.
    const received = structuredClone(message, { transfer })
    this.asked.push(received)
    this.take(received)
  }

  terminate(): void {
    this.terminated = true
  }
}

interface Options {
  ack?: boolean
  failAt?: number
  lost?: () => boolean
  /** What every measurement waits for. */
  hold?: () => Promise<void>
  /** What every step waits for. */
  holdSteps?: () => Promise<void>
  /** The server's clock, in milliseconds. */
  now?: () => number
  /** Starts a worker to measure in. */
  measuring?: () => FakeMeasuring
}

/** An engine whose measurements take as long as the test wants. */
function held(engine: Engine, hold: () => Promise<void>): Engine {
  const { moment, gram } = engine
  engine.moment = async weights => {
    await hold()
    return moment.call(engine, weights)
  }
  engine.gram = async M => {
    await hold()
    return gram.call(engine, M)
  }
  return engine
}

/** An engine whose steps take as long as the test wants. */
function stepping(engine: Engine, hold: () => Promise<void>): Engine {
  const { advance } = engine
  engine.advance = async (arm, plan) => {
    await hold()
    return advance.call(engine, arm, plan)
  }
  return engine
}

/** A page for the server to talk to; acknowledges every frame unless told not to. */
export function page(options: Options = {}) {
  const frames: Frame[] = []
  const pushes: Push[] = []
  const waiting = new Map<number, (m: FromWorker) => void>()
  let id = 0
  const resume: (() => void)[] = []
  const flush = () => {
    for (const go of resume.splice(0)) go()
  }
  const server = createServer({
    now: options.now ?? (() => performance.now()),
    later: ms =>
      new Promise(resolve => {
        resume.push(resolve)
        if (Number.isFinite(ms)) setTimeout(flush, ms)
      }),
    wake: () => setTimeout(flush, 0),
    createBackend: async wanted => {
      if (options.measuring && wanted === 'wasm') return createBackend(wanted)
      const backend = createReferenceBackend()
      const { holdSteps } = options
      if (holdSteps) return { ...backend, id: wanted, open: async problem => stepping(await backend.open(problem), holdSteps) }
      if (options.hold) return { ...backend, id: wanted, open: async problem => held(await backend.open(problem), options.hold!) }
      if (wanted === 'wasm' || !(options.failAt || options.lost)) return { ...backend, id: wanted }
      let calls = 0
      return {
        ...backend,
        id: wanted,
        open: async problem => {
          const engine = await backend.open(problem)
          const advance = engine.advance.bind(engine)
          const readState = engine.readState.bind(engine)
          engine.readState = arm => (options.lost?.() ? Promise.reject(new Error('device lost')) : readState(arm))
          engine.advance = (arm, plan) => {
            calls += plan.eta.length
            return calls > (options.failAt ?? Number.POSITIVE_INFINITY) ? Promise.reject(new Error('device lost')) : advance(arm, plan)
          }
          return engine
        },
      }
    },
    ...(options.measuring && { startMeasuring: () => options.measuring!() as unknown as Worker }),
    post(message) {
      if (message.kind !== 'push') return waiting.get(message.id)?.(message)
      pushes.push(message.push)
      if (message.push.type !== 'frame') return
      frames.push(message.push.frame)
      if (options.ack !== false) setTimeout(() => server.receive({ kind: 'ack' }), 0)
    },
  })
  async function ask<R extends Request>(request: R): Promise<Results[R['type']]> {
    const mine = id++
    const answer = new Promise<FromWorker>(resolve => waiting.set(mine, resolve))
    server.receive({ kind: 'request', id: mine, request })
    const message = await answer
    if (message.kind === 'failed') throw Object.assign(new Error(message.failure.message), message.failure)
    return (message as Extract<FromWorker, { kind: 'done' }>).result as Results[R['type']]
  }
  const until = async (test: () => boolean) => {
    while (!test()) await new Promise(r => setTimeout(r, 5))
  }
  return { ask, frames, pushes, until, server }
}
