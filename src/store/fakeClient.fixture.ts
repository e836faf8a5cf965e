import { vi } from 'vitest'
import type { FromEnsemble, ToEnsemble } from '../workers/ensemble/messages'
import type { DataInfo, Frame, Push, Request, Results } from '../workers/protocol'
import type { SimulationClient } from '../workers/simulationClient'
import type { JobOptions } from '../workers/studies/job'
import type { StudyKind, TaskOf } from '../workers/studies/kinds'
import type { StartEnsemble, StartStudy } from './environment'
import { createScope, type Scope } from './index'

/** The link that tests open where it does not matter which. */
export const START = 'v=1&s=linear-anisotropic'

const FAKE_NAMES = ['step', 'lr', 'loss', 'path_x', 'path_y']
const FAKE_COLUMNS = {
  k: 0,
  names: FAKE_NAMES,
  width: FAKE_NAMES.length,
  at: Object.fromEntries(FAKE_NAMES.map((name, i) => [name, i])),
  first: {},
} as unknown as Results['load']['columns']
const PLANE: Results['adopt'] = { kind: 'eigen', i: 1, j: 2, anchor: 'minimum', paths: [], whole: true }
const BACKEND = { id: 'wasm', precision: 'f64', device: 'CPU', software: false, reason: 'chosen in the scenario' } as const

interface Call {
  readonly request: Request
  resolve(result?: unknown): void
  reject(error: Error): void
}

/** A study under way, whose parts and end the test gives. */
interface StudyJob {
  readonly kind: StudyKind
  readonly tasks: readonly TaskOf<StudyKind>[]
  readonly options: JobOptions<StudyKind>
  resolve(): void
  reject(error: Error): void
  cancelled: boolean
}

/** A client whose answers the test gives, an address bar that remembers, and a clock. Timers ring only where `settled` lets time pass. */
export class Fake {
  readonly calls: Call[] = []
  /** Entries of the history; the last one is the address. */
  readonly history: string[] = ['']
  cancels = 0
  acks = 0
  time = 0
  /** Answer everything at once, with a first frame after every load. */
  auto = true
  runs = 0
  readonly scope: Scope
  /** What a file of a name holds, and the digests that the worker knows. */
  readonly holds = new Map<string, DataInfo | Error>()
  readonly inWorker = new Set<string>()
  /** Studies that were started. */
  readonly jobs: StudyJob[] = []
  /** Workers of ensembles that were started. */
  readonly ensembles: { readonly asks: ToEnsemble[]; onAnswer(answer: FromEnsemble): void; disposed: boolean }[] = []
  push!: (push: Push) => void
  crash!: (why: string) => void

  readonly startStudy: StartStudy = (kind, tasks, options) => {
    const done = new Promise<void>((resolve, reject) =>
      this.jobs.push({ kind, tasks, options, resolve, reject, cancelled: false } as StudyJob),
    )
    const job = this.jobs.at(-1)!
    return {
      done,
      cancel: () => {
        job.cancelled = true
        job.resolve()
      },
    }
  }

  readonly startEnsemble: StartEnsemble = onAnswer => {
    const asks: ToEnsemble[] = []
    const worker = { asks, onAnswer, disposed: false }
    this.ensembles.push(worker)
    return {
      ask: message => void asks.push(message),
      dispose() {
        worker.disposed = true
      },
    }
  }

  constructor() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    this.scope = createScope({
      connect: (onPush, onCrash) => {
        this.push = onPush
        this.crash = onCrash
        return this.client()
      },
      link: {
        write: (fragment, mode) => {
          if (mode === 'push') this.history.push(fragment)
          else this.history[this.history.length - 1] = fragment
        },
      },
      loadStarters: async () => ({ startStudy: this.startStudy, startEnsemble: this.startEnsemble }),
      now: () => this.time,
      pictured: Promise.resolve(),
    })
  }

  get state() {
    return this.scope.store.getState()
  }

  requests<T extends Request['type']>(type: T): Extract<Request, { type: T }>[] {
    return this.calls.map(c => c.request).filter((r): r is Extract<Request, { type: T }> => r.type === type)
  }

  /** Answers the oldest open request of a type. */
  answer(type: Request['type'], error?: Error): void {
    const at = this.open.findIndex(c => c.request.type === type)
    const [call] = this.open.splice(at, 1)
    if (!call) throw new Error(`no open request of type ${type}`)
    if (error) call.reject(error)
    else this.settle(call)
  }
  private readonly open: Call[] = []

  frame(step: number, over: Partial<Frame> = {}): void {
    const arms = this.scope.traces.arms.length || this.state.scenario.arms.length
    const rows = () => Float64Array.from([step, 0.1, 1, 0, 0])
    const frame: Frame = {
      run: this.runs,
      step,
      status: 'running',
      rate: 100,
      every: 1,
      fingerprint: '0123456789abcdef',
      arms: Array.from({ length: over.run === undefined ? arms : 1 }, () => ({ rows: rows(), divergence: null })),
      ...over,
    }
    this.push({ type: 'frame', frame })
  }

  /** Opens a link's fragment, and shows a step of its run unless that is 0. */
  async visit(fragment = `#${START}`, step = 0): Promise<void> {
    this.scope.openLink(fragment)
    await this.settled(2)
    if (step) this.frame(step)
  }

  /** Lets so many milliseconds of the timers pass, code that is asked for arrive, and every promise settle that can. */
  async settled(ms = 0): Promise<void> {
    await vi.dynamicImportSettled()
    await vi.advanceTimersByTimeAsync(ms)
    await vi.dynamicImportSettled()
    await vi.advanceTimersByTimeAsync(0)
  }

  private client(): SimulationClient {
    return {
      request: request =>
        new Promise((resolve, reject) => {
          const call: Call = { request, resolve: resolve as (r: unknown) => void, reject }
          this.calls.push(call)
          if (this.auto) this.settle(call)
          else this.open.push(call)
        }),
      ack: () => this.acks++,
      cancel: () => this.cancels++,
      dispose: () => {},
    }
  }

  private settle({ request, resolve, reject }: Call): void {
    if (request.type === 'data') {
      const found = this.holds.get(request.files[0].name)!
      if (found instanceof Error) reject(found)
      else {
        this.inWorker.add(found.digest)
        resolve(found)
      }
    } else if (request.type === 'load' && request.scenario.data.source === 'file' && !this.inWorker.has(request.scenario.data.file)) {
      const found = request.scenario.data.file
      const failure = { name: 'ScenarioError', message: 'wants data', field: 'file', found, allowed: 'open data' }
      reject(Object.assign(new Error(failure.message), { name: failure.name, failure }))
    } else if (request.type === 'load') {
      resolve({ run: ++this.runs, p: 20, backend: BACKEND, plane: PLANE, columns: FAKE_COLUMNS })
      const run = this.runs
      const { toStep = 0, play, scenario } = request
      setTimeout(() => {
        const arms = scenario.arms.map(() => ({ rows: Float64Array.from([toStep, 0.1, 1, 0, 0]), divergence: null }))
        this.frame(toStep, { run, status: play ? 'running' : 'paused', arms })
      })
    } else if (request.type === 'change') {
      const { scenario, step } = this.state
      resolve({ ...scenario, events: [...scenario.events.filter(e => e.step < step), { ...request.event, step }] })
    } else if (request.type === 'adopt') resolve(PLANE)
    else resolve(null)
  }
}
