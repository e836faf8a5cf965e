/**
 * Where the replicas of a scenario are computed, and why: `await placement.make(scenario.backend, …)`, then `placement.reason`. A GPU
 * computes them where the scenario asks for one and it computes right, or where *auto* finds it quicker; the processor in all other
 * cases, and after a GPU has failed.
 */

import { reasonOf } from '../../lib/fault'
import type { Scenario } from '../../scenario'

type Asked = Scenario['backend']
export type GpuId = 'webgpu' | 'webgl'

/** What is made and raced: replicas, or the kernel that steps them. */
interface Raced {
  /** Back to the start. */
  reset(): void | Promise<void>
  dispose(): void
}

/** A GPU that makes replicas. */
export interface Gpu<Made extends readonly unknown[], R> {
  make(...made: Made): Promise<R>
  dispose(): void
}

export interface Places<Made extends readonly unknown[], R> {
  /** GPUs that a scenario may name; *auto* takes the first that opens. */
  readonly gpus: readonly GpuId[]
  /** Rejects where not even the processor can hold them. */
  onProcessor(...made: Made): Promise<R>
  /** Opens a GPU, or rejects with the reason; not one that is a processor in truth where `quick`. */
  openGpu(id: GpuId, quick: boolean): Promise<Gpu<Made, R>>
  /** Takes some steps and reads where they led. */
  trial(replicas: R, ...made: Made): Promise<unknown>
  now(): number
}

const NAMES: Record<GpuId, string> = { webgpu: 'WebGPU', webgl: 'WebGL' }

export class Placement<Made extends readonly unknown[], R extends Raced> {
  /** Why the last replicas were made where they were, in words that go on after a colon. */
  reason = ''
  private asked: Asked | null = null
  private gpu: { readonly id: GpuId; readonly opened: Promise<Gpu<Made, R>> } | null = null
  private abandoned = ''

  constructor(private readonly places: Places<Made, R>) {}

  /** Replicas at the start. Rejects where not even the processor can hold them. */
  async make(asked: Asked, ...made: Made): Promise<R> {
    if (asked !== this.asked) this.close()
    this.asked = asked
    if (asked === 'wasm') return this.onProcessor('chosen in the scenario', made)
    const ids = asked === 'auto' ? this.places.gpus : this.places.gpus.filter(id => id === asked)
    if (!ids.length) return this.onProcessor(`replicas have no ${asked}`, made)
    if (this.abandoned) return this.onProcessor(this.abandoned, made)
    let replicas: R
    try {
      replicas = await (await this.opened(ids, asked === 'auto')).make(...made)
    } catch (error) {
      return this.onProcessor(reasonOf(error), made)
    }
    if (asked === 'auto') return this.quicker(replicas, made)
    this.reason = 'chosen in the scenario'
    return replicas
  }

  /** The GPU has failed: it is given back, and the processor goes on until the scenario asks for something else. */
  abandon(why: string): void {
    this.close()
    this.abandoned = `${why}; the replicas were taken up again on the processor`
  }

  /** The GPU in use, or the first of these that opens; rejects with the reason why the first one does not. */
  private async opened(ids: readonly GpuId[], quick: boolean): Promise<Gpu<Made, R>> {
    let first: unknown
    for (const id of this.gpu ? [this.gpu.id] : ids) {
      this.gpu ??= { id, opened: this.places.openGpu(id, quick) }
      try {
        return await this.gpu.opened
      } catch (error) {
        first ??= error
        this.gpu = null
      }
    }
    throw first
  }

  private close(): void {
    this.gpu?.opened.then(
      gpu => gpu.dispose(),
      () => {},
    )
    this.gpu = null
    this.abandoned = ''
  }

  private onProcessor(reason: string, made: Made): Promise<R> {
    this.reason = reason
    return this.places.onProcessor(...made)
  }

  /** The quicker of a GPU's replicas and the processor's, at the start; the other ones are disposed. */
  private async quicker(gpu: R, made: Made): Promise<R> {
    const wasm = await this.places.onProcessor(...made)
    const ms = { gpu: [] as number[], wasm: [] as number[] }
    for (let round = 0; round <= TRIALS; round++) {
      const [a, b] = [await this.timed(gpu, made), await this.timed(wasm, made)]
      // The first round compiles, and does not count.
      if (round > 0) for (const [times, time] of [[ms.gpu, a] as const, [ms.wasm, b] as const]) times.push(time)
    }
    const ratio = median(ms.wasm) / median(ms.gpu)
    const [best, other] = ratio > 1 ? [gpu, wasm] : [wasm, gpu]
    const name = NAMES[this.gpu?.id ?? 'webgpu']
    this.reason = `auto: ${(ratio > 1 ? ratio : 1 / ratio).toPrecision(2)}× faster here than ${ratio > 1 ? 'wasm' : name}`
    other.dispose()
    await best.reset()
    return best
  }

  private async timed(replicas: R, made: Made): Promise<number> {
    const begun = this.places.now()
    await this.places.trial(replicas, ...made)
    return this.places.now() - begun
  }
}

const TRIALS = 3

const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
