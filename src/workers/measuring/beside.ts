/**
 * Measuring beside the run: another worker has opened the same problem, is told where the arms are, and answers with the rows
 * that the run itself would have read, bit for bit. Where that worker fails it is started once more; after that the run is
 * measured in place.
 */

import { collect } from '../../lib/collect'
import { DisposedError, Fault, messageOf } from '../../lib/fault'
import type { Tick } from '../../lib/tick'
import type { OwnData } from '../../sim/files/own'
import type { Certificate } from '../../sim/metrics/certificate'
import { type LossGrid, type Plane, sharingStart } from '../../sim/plane'
import { sameShown } from '../../sim/planes/laying'
import type { Answers, Question } from '../../sim/probe/probe'
import type { Simulation } from '../../sim/simulation'
import { heartbeat, type Watching } from '../heartbeat'
import { type Anew, InPlace, type Observer, type OnShare, type Painter } from '../observer'
import { Cancelled } from '../ticker'
import { createWorkerClient, type WorkerClient, type WorkerLike } from '../workerClient'
import { MANY_WEIGHTS, patienceOf } from './cost'
import { type FromMeasuring, letsGo, type MeasuringAsk, type ToMeasuring } from './messages'
import { buffersOf, PlanesTold, type Told } from './planesTold'

/** Failures of the worker after which the run is measured in place. */
const MAX_FAILURES = 2

interface Parts {
  spawn(): WorkerLike
  readonly backend: 'wasm' | 'reference'
  /** The user data of the scenario, if it has any. */
  readonly own: OwnData | null
  /** What the user should know. */
  tell(text: string): void
}

/** Disposed by the run. */
export class Beside implements Observer {
  private client: WorkerClient<ToMeasuring> | null = null
  /** Shares of what was asked, by its number. */
  private readonly shares = new Map<number, OnShare>()
  private next = 0
  /** Told of the plane too, which a first measurement waits for. */
  private onMeasuring: OnShare = () => {}
  private failures = 0
  private inPlace: InPlace | null = null
  /** The planes that the worker knows. */
  private readonly told = new PlanesTold()
  private disposed = false
  /** Workers that have ended. */
  private ended = 0
  /** After a measurement was given up, nothing else is asked before the next one: the worker would start again for it. */
  private pausing: Promise<void> = Promise.resolve()
  private resume = () => {}
  private readonly watching: Watching

  constructor(
    private readonly sim: Simulation,
    private readonly parts: Parts,
  ) {
    this.watching = heartbeat(patienceOf(sim))
  }

  get beside(): boolean {
    return !this.inPlace
  }

  async measure(onShare: OnShare): Promise<readonly Float64Array[] | null> {
    if (this.inPlace) return this.inPlace.measure(onShare)
    this.resume()
    this.onMeasuring = onShare
    const { scenario } = this.sim
    const { planes } = this.sim
    const [sight, at] = await Promise.all([this.sim.sight(), planes.known ? undefined : planes.at()])
    const moved = sight.arms.map(arm => arm.theta.buffer as ArrayBuffer)
    if (!this.laysPlane) await planes.lay()
    const client = this.client ?? this.start()
    try {
      const on = this.newPlane()
      return await this.ask<Float64Array[]>({ type: 'measure', scenario, sight, on, at }, onShare, [...moved, ...buffersOf(on)])
    } catch (error) {
      this.failed(client, error)
      return null
    }
  }

  /** Whether the worker finds the plane: its directions are those that a measurement finds. */
  private get laysPlane(): boolean {
    return this.sim.scenario.view.plane === 'eigen'
  }

  /** The plane on which it is to go on, where it is another one. */
  private newPlane(): Told | undefined {
    const { planes } = this.sim
    return planes.known && !this.told.isFor('rows', planes.laid) ? this.told.tell('rows', planes.laid) : undefined
  }

  async plane(anew?: Anew): Promise<Plane> {
    const { planes } = this.sim
    if (!this.laysPlane) return anew ? planes.layAnew() : planes.lay()
    if (planes.known && !anew) return planes.laid
    const { scenario } = this.sim
    let [asked, id] = [this.ended, 0]
    const answer = await this.insist<Plane>(
      () => {
        asked = this.ended
        id = this.told.seek()
        return { type: 'plane', scenario, anew, id }
      },
      place => place.plane(anew),
      { onShare: share => this.onMeasuring(share) },
    )
    if (!sameShown(this.sim.scenario.view, scenario.view)) {
      const at = await planes.at()
      return planes.known ? planes.laid : this.plane(at && { at })
    }
    const found = sharingStart(answer, this.sim.theta0)
    planes.use(found)
    // One that has ended meanwhile took it along.
    if (asked === this.ended) this.told.found(id, found)
    return found
  }

  probe<Q extends Question>(question: Q, tick: Tick, stale: () => boolean): Promise<Answers[Q['kind']]> {
    return this.insist(
      () => {
        if (stale()) throw new Cancelled('Nobody waits for this answer any more')
        return { type: 'probe', scenario: this.sim.scenario, question, on: this.newPlane() }
      },
      place => place.probe(question, tick),
    )
  }

  certify(tick: Tick): Promise<Certificate | null> {
    return this.insist(
      () => ({ type: 'certify' }),
      place => place.certify(tick),
    )
  }

  painter(): Painter {
    return {
      draw: (plane, lattice, busy) =>
        this.insist<LossGrid>(
          () => ({ type: 'landscape', lattice, busy, on: this.told.tell('picture', plane) }),
          () => {
            throw new Fault('The worker that measured and drew has failed', 'draw in place')
          },
          // A picture that is asked for after a measurement was given up is wanted all the same.
          { paused: false },
        ),
    }
  }

  cancel(): void {
    if (!this.client) return
    this.pausing = new Promise(resolve => {
      this.resume = resolve
    })
    this.drop()
  }

  dispose(): void {
    this.disposed = true
    this.resume()
    this.drop()
  }

  /** Ends the worker, and with it what it knows. */
  private drop(): void {
    this.client?.dispose()
    this.client = null
    this.told.forget()
    this.ended++
  }

  /** Asks until there is an answer, of a worker or, where none can be had, in place. */
  private async insist<T>(
    ask: () => MeasuringAsk,
    place: (observer: InPlace) => Promise<T>,
    { onShare, paused = true }: { readonly onShare?: OnShare; readonly paused?: boolean } = {},
  ): Promise<T> {
    while (!this.inPlace) {
      if (paused) await this.pausing
      if (this.disposed) throw new DisposedError('observer', 'start another run')
      const wanted = ask()
      const client = this.client ?? this.start()
      try {
        return await this.ask<T>(wanted, onShare, buffersOf('on' in wanted ? wanted.on : undefined))
      } catch (error) {
        if ((error as Error).name === 'Cancelled') throw error
        this.failed(client, error)
      }
    }
    return place(this.inPlace)
  }

  /** Of a worker that dies, all that was asked fails: it counts once. */
  private failed(client: WorkerClient<ToMeasuring>, error: unknown): void {
    if (client !== this.client) return
    this.drop()
    const again = ++this.failures < MAX_FAILURES
    if (!again) this.inPlace = new InPlace(this.sim)
    this.parts.tell(
      `The worker that measures failed (${messageOf(error)}). ${again ? 'Another one measures the run.' : 'The run is measured in its own worker.'}`,
    )
  }

  private ask<T>(ask: MeasuringAsk, onShare?: OnShare, moved: ArrayBuffer[] = []): Promise<T> {
    const client = this.client ?? this.start()
    return new Promise<T>((resolve, reject) => {
      const id = this.next++
      if (onShare) this.shares.set(id, onShare)
      const settle = (then: () => void) => {
        this.shares.delete(id)
        then()
      }
      client.ask<T>(
        id,
        { id, ask },
        { resolve: result => settle(() => resolve(result)), reject: error => settle(() => reject(error)) },
        moved,
      )
      if (this.sim.size > MANY_WEIGHTS && letsGo(ask)) collect()
    })
  }

  /** A worker that opens the problem: what is asked after that waits for it there. */
  private start(): WorkerClient<ToMeasuring> {
    const { spawn, backend, own } = this.parts
    const client: WorkerClient<ToMeasuring> = createWorkerClient<ToMeasuring, FromMeasuring>(spawn, {
      name: 'measuring',
      watching: this.watching,
      // Of one that dies while nothing is asked of it, too.
      onCrash: why => this.failed(client, new Error(why)),
      answerIn: message => ('share' in message ? null : message),
      onNews: message => 'share' in message && this.shares.get(message.id)?.(message.share),
    })
    this.client = client
    void this.ask({ type: 'open', scenario: this.sim.scenario, backend, own }).catch(() => {})
    return client
  }
}
