import { vi } from 'vitest'
import type { DataChoice } from '../lib/dataChoice'
import { DisposedError } from '../lib/fault'
import type { Scenario, ScenarioEvent } from '../scenario'
import type { FromEnsemble, ToEnsemble } from '../workers/ensemble/messages'
import type { MeasuredCourse, ToMeasured } from '../workers/measured/messages'
import type { DataInfo, Divergence, Frame, Proposal, Push, Request, Results } from '../workers/protocol'
import type { SimulationClient } from '../workers/simulationClient'
import type { JobOptions } from '../workers/studies/job'
import type { StudyKind, TaskOf } from '../workers/studies/kinds'
import type { StartEnsemble, StartMeasured, StartStudy } from './environment'
import { createScope, type Scope } from './index'

/** The link that tests open where it does not matter which. */
export const START = 'v=1&s=linear-anisotropic'

const FAKE_NAMES = ['step', 'lr', 'loss', 'path_x', 'path_y', 'lambda_1', 'trace_G', 'frob_G', 'mu']
const FAKE_COLUMNS = {
  k: 0,
  names: FAKE_NAMES,
  width: FAKE_NAMES.length,
  at: Object.fromEntries(FAKE_NAMES.map((name, i) => [name, i])),
  hessian: 0,
  first: { lambda: FAKE_NAMES.indexOf('lambda_1') },
} as unknown as Results['load']['columns']
const AXES = [
  { of: 'eigenvector', index: 1 },
  { of: 'eigenvector', index: 2 },
] as const
const PLANE: Results['adopt'] = { id: 1, kind: 'eigen', i: 1, j: 2, axes: AXES, step: 0, anchor: 'minimum', paths: [], whole: true }
const path = (step: number) => Float64Array.of(step, 0, 0, 0)
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

/** Measurements being read, whose rows the test gives. */
interface MeasuringJob {
  readonly asked: ToMeasured
  readonly onProgress: Parameters<StartMeasured>[1]
  resolve(course: MeasuredCourse): void
  reject(error: Error): void
  cancel(): void
}

/** A client whose answers the test gives, an address bar that remembers, and a clock. Timers ring only where `settled` lets time pass. */
export class Fake {
  readonly calls: Call[] = []
  /** Entries of the history; the last one is the address. */
  readonly history: string[] = ['']
  cancels = 0
  acks = 0
  /** Samples beyond which a load is refused unless the user has agreed. */
  costly = Number.POSITIVE_INFINITY
  pings = 0
  /** Workers ended because they did not answer. */
  replaced = 0
  time = 0
  /** Answer everything at once, with a first frame after every load. */
  auto = true
  runs = 0
  /** Whether the worker answers pings. */
  lives = true
  /** How files are meant. */
  meant = (info: DataInfo, _: Partial<DataChoice> = {}) =>
    ({ files: info.files, info, certain: true, said: [], problem: '', guess: info.choice }) as unknown as Proposal
  /** λ₁, Tr G, ‖G‖_F and μ, measured at every step of every run. */
  curvature = [0.1, 0.2, 0.15, 1]
  /** How a run of a scenario ends before its first frame. */
  diverges: (scenario: Scenario) => Divergence | null = () => null
  readonly scope: Scope
  /** What a file of a name holds, and the digests that the worker knows. */
  readonly holds = new Map<string, DataInfo | Error>()
  readonly inWorker = new Set<string>()
  /** Studies that were started. */
  readonly jobs: StudyJob[] = []
  /** Readings of measurements that were started. */
  readonly measurings: MeasuringJob[] = []
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

  readonly startMeasured: StartMeasured = (asked, onProgress) => {
    let settle: Pick<MeasuringJob, 'resolve' | 'reject'> | undefined
    const course = new Promise<MeasuredCourse>((resolve, reject) => {
      settle = { resolve, reject }
    })
    const cancel = () => settle?.reject(new DisposedError('measuring client', 'create another one'))
    if (settle) this.measurings.push({ ...settle, asked, onProgress, cancel })
    return { course, cancel }
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
      loadStarters: async () => ({ startStudy: this.startStudy, startEnsemble: this.startEnsemble, startMeasured: this.startMeasured }),
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

  private readonly row = (step: number) => Float64Array.from([step, 0.1, 1, 0, 0, ...this.curvature])

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
    const rows = () => this.row(step)
    const frame: Frame = {
      run: this.runs,
      step,
      status: 'running',
      rate: 100,
      every: 1,
      fingerprint: '0123456789abcdef',
      plane: 1,
      rowsOn: 1,
      arms: Array.from({ length: over.run === undefined ? arms : 1 }, () => ({ rows: rows(), path: path(step), divergence: null })),
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
      ping: () => {
        this.pings++
        if (this.lives) this.push({ type: 'alive' })
      },
      replace: why => {
        this.replaced++
        const error = Object.assign(new Error('gone'), { name: why ? 'WorkerCrash' : 'Cancelled' })
        for (const { reject } of this.open.splice(0)) reject(error)
        if (why) this.crash(why)
      },
      dispose: () => {},
    }
  }

  private settle({ request, resolve, reject }: Call): void {
    if (request.type === 'data' || request.type === 'propose') {
      const found = this.holds.get(request.files[0].name)!
      if (found instanceof Error) reject(found)
      else {
        this.inWorker.add(found.digest)
        resolve(request.type === 'data' ? found : this.meant(found, request.asked))
      }
    } else if (request.type === 'load' && request.scenario.data.source === 'file' && !this.inWorker.has(request.scenario.data.file)) {
      const found = request.scenario.data.file
      const failure = { name: 'ScenarioError', message: 'wants data', field: 'file', found, allowed: 'open data' }
      reject(Object.assign(new Error(failure.message), { name: failure.name, failure }))
    } else if (request.type === 'load' && request.scenario.data.n > this.costly && !request.agreed) {
      reject(Object.assign(new Error('This takes two hours.'), { name: 'Costly' }))
    } else if (request.type === 'load') {
      resolve({ run: ++this.runs, p: 20, backend: BACKEND, plane: PLANE, columns: FAKE_COLUMNS })
      const run = this.runs
      const { toStep = 0, play, scenario } = request
      setTimeout(() => {
        const arms = scenario.arms.map(() => ({ rows: this.row(toStep), path: path(toStep), divergence: this.diverges(scenario) }))
        this.frame(toStep, { run, status: play ? 'running' : 'paused', arms })
      })
    } else if (request.type === 'change') {
      const { event, since = Number.POSITIVE_INFINITY } = request
      const { scenario } = this.state
      const step = Math.min(since, this.state.step)
      const stays = (e: ScenarioEvent) => e.step < step || (e.step === step && (e.arm !== event.arm || e.field !== event.field))
      resolve({ ...scenario, events: [...scenario.events.filter(stays), { ...event, step }] })
    } else if (request.type === 'adopt') resolve(PLANE)
    else resolve(null)
  }
}
