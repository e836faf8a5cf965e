/**
 * Measuring beside the run: another worker has opened the same problem, is told where the arms are, and answers with the rows
 * that the run itself would have read, bit for bit. Where that worker fails it is started once more; after that the run is
 * measured in place.
 */

import { DisposedError, messageOf } from '../../lib/fault'
import type { Tick } from '../../lib/tick'
import type { OwnData } from '../../sim/files/own'
import type { Certificate } from '../../sim/metrics/certificate'
import type { LossGrid } from '../../sim/plane'
import type { Simulation } from '../../sim/simulation'
import { InPlace, type Observer, type OnShare, type Window } from '../observer'
import type { PlaneInfo } from '../protocol'
import { Cancelled, type Clock } from '../ticker'
import { createWorkerClient, type WorkerClient } from '../workerClient'
import type { FromMeasuring, MeasuringAsk, ToMeasuring } from './messages'

/** Failures of the worker after which the run is measured in place. */
const MAX_FAILURES = 2

interface Parts {
  spawn(): Worker
  readonly backend: 'wasm' | 'reference'
  /** The user data of the scenario, if it has any. */
  readonly own: OwnData | null
  readonly clock: Clock
  /** What the user should know. */
  tell(text: string): void
}

/** Disposed by the run. */
export class Beside implements Observer {
  private client: WorkerClient<ToMeasuring> | null = null
  /** Shares of what was asked, by its number. */
  private readonly shares = new Map<number, OnShare>()
  private next = 0
  private failures = 0
  private inPlace: InPlace | null = null
  private disposed = false
  /** After a measurement was given up, nothing else is asked before the next one: the worker would start again for it. */
  private pausing: Promise<void> = Promise.resolve()
  private resume = () => {}

  constructor(
    private readonly sim: Simulation,
    private readonly parts: Parts,
  ) {}

  get beside(): boolean {
    return !this.inPlace
  }

  async measure(onShare: OnShare): Promise<readonly Float64Array[] | null> {
    if (this.inPlace) return this.inPlace.measure(onShare)
    this.resume()
    const { scenario } = this.sim
    const sight = await this.sim.sight()
    const moved = sight.arms.map(arm => arm.theta.buffer as ArrayBuffer)
    const client = this.client ?? this.start()
    try {
      return await this.ask<Float64Array[]>({ type: 'measure', scenario, sight }, onShare, moved)
    } catch (error) {
      this.failed(client, error)
      return null
    }
  }

  plane(): Promise<PlaneInfo> {
    return this.insist(
      () => ({ type: 'plane', scenario: this.sim.scenario }),
      place => place.plane(),
    )
  }

  async landscape(window: Window, onShare: OnShare, stale: () => boolean): Promise<LossGrid> {
    return this.insist(
      () => {
        if (stale()) throw new Cancelled('Nobody waits for this landscape any more')
        return { type: 'landscape', scenario: this.sim.scenario, window }
      },
      place => place.landscape(window, onShare, stale),
      onShare,
    )
  }

  certify(tick: Tick): Promise<Certificate | null> {
    return this.insist(
      () => ({ type: 'certify' }),
      place => place.certify(tick),
    )
  }

  cut(step: number): void {
    if (this.inPlace) this.inPlace.cut(step)
    else if (this.client) void this.ask({ type: 'cut', step }).catch(() => {})
  }

  cancel(): void {
    if (!this.client) return
    this.pausing = new Promise(resolve => {
      this.resume = resolve
    })
    this.client.dispose()
    this.client = null
  }

  dispose(): void {
    this.disposed = true
    this.resume()
    this.client?.dispose()
    this.client = null
  }

  /** Asks until there is an answer, of a worker or, where none can be had, in place. */
  private async insist<T>(ask: () => MeasuringAsk, place: (observer: InPlace) => Promise<T>, onShare?: OnShare): Promise<T> {
    while (!this.inPlace) {
      await this.pausing
      if (this.disposed) throw new DisposedError('observer', 'start another run')
      const wanted = ask()
      const client = this.client ?? this.start()
      try {
        return await this.ask<T>(wanted, onShare)
      } catch (error) {
        this.failed(client, error)
      }
    }
    return place(this.inPlace)
  }

  /** Of a worker that dies, all that was asked fails: it counts once. */
  private failed(client: WorkerClient<ToMeasuring>, error: unknown): void {
    if (client !== this.client) return
    client.dispose()
    this.client = null
    const again = ++this.failures < MAX_FAILURES
    if (!again) this.inPlace = new InPlace(this.sim, this.parts.clock)
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
    })
  }

  /** A worker that opens the problem: what is asked after that waits for it there. */
  private start(): WorkerClient<ToMeasuring> {
    const { spawn, backend, own } = this.parts
    const client = createWorkerClient<ToMeasuring, FromMeasuring>(spawn, {
      name: 'measuring',
      answerIn: message => ('share' in message ? null : message),
      onNews: message => 'share' in message && this.shares.get(message.id)?.(message.share),
    })
    this.client = client
    void this.ask({ type: 'open', scenario: this.sim.scenario, backend, own }).catch(() => {})
    return client
  }
}
