/**
 * Who steps the replicas of a scenario, and why: `await makers.make(scenario.backend, problem, R, seed, stream)`, then
 * `makers.reason`. A GPU does where the scenario asks for one and it computes right, or where *auto* finds it quicker; the processor
 * in all other cases, and after a GPU has failed.
 */

import { reasonOf } from '../../lib/fault'
import type { Scenario } from '../../scenario'
import type { EnsembleKernel, MakeEnsemble } from '../../sim/backends/ensemble'
import type { GpuEnsembles } from '../../sim/backends/webgpu'

type Asked = Scenario['backend']
type Made = Parameters<MakeEnsemble>

export class Makers {
  /** Why the last kernel was made where it was, in words that go on after a colon. */
  reason = ''
  private asked: Asked | null = null
  private gpu: Promise<GpuEnsembles> | null = null
  private abandoned = ''

  /**
   * @param wasm the processor's replicas, in float64
   * @param openGpu opens the GPU, or rejects with the reason; not one that is a processor in truth where `quick`
   */
  constructor(
    private readonly wasm: MakeEnsemble,
    private readonly openGpu: (quick: boolean) => Promise<GpuEnsembles>,
    private readonly now: () => number,
  ) {}

  /** A kernel at w_0. Rejects where not even the processor can hold it. */
  async make(asked: Asked, ...made: Made): Promise<EnsembleKernel> {
    if (asked !== this.asked) this.close()
    this.asked = asked
    if (asked === 'wasm') return this.onProcessor('chosen in the scenario', made)
    if (asked === 'reference' || asked === 'webgl') return this.onProcessor(`replicas have no ${asked}`, made)
    if (this.abandoned) return this.onProcessor(this.abandoned, made)
    let kernel: EnsembleKernel
    try {
      this.gpu ??= this.openGpu(asked === 'auto')
      kernel = await (await this.gpu).make(...made)
    } catch (error) {
      return this.onProcessor(reasonOf(error), made)
    }
    if (asked === 'auto') return this.quicker(kernel, made)
    this.reason = 'chosen in the scenario'
    return kernel
  }

  /** The GPU has failed: it is given back, and the processor goes on until the scenario asks for something else. */
  abandon(why: string): void {
    this.close()
    this.abandoned = `${why}; the replicas were taken up again on the processor`
  }

  private close(): void {
    this.gpu?.then(
      gpu => gpu.dispose(),
      () => {},
    )
    this.gpu = null
    this.abandoned = ''
  }

  private onProcessor(reason: string, made: Made): Promise<EnsembleKernel> {
    this.reason = reason
    return this.wasm(...made)
  }

  /** The quicker of a GPU's kernel and the processor's, at the start; the other one is disposed. */
  private async quicker(gpu: EnsembleKernel, made: Made): Promise<EnsembleKernel> {
    const wasm = await this.wasm(...made)
    const ms = { gpu: [] as number[], wasm: [] as number[] }
    for (let round = 0; round <= TRIALS; round++) {
      const [a, b] = [await this.timed(gpu), await this.timed(wasm)]
      // The first round compiles, and does not count.
      if (round > 0) for (const [times, time] of [[ms.gpu, a] as const, [ms.wasm, b] as const]) times.push(time)
    }
    const ratio = median(ms.wasm) / median(ms.gpu)
    const [best, other] = ratio > 1 ? [gpu, wasm] : [wasm, gpu]
    this.reason = `auto: ${(ratio > 1 ? ratio : 1 / ratio).toPrecision(2)}× faster here than ${ratio > 1 ? 'wasm' : 'WebGPU'}`
    other.dispose()
    best.reset()
    return best
  }

  /** Milliseconds of some steps that change nothing, and of reading where they led. */
  private async timed(kernel: EnsembleKernel): Promise<number> {
    const begun = this.now()
    await kernel.advance({ etas: new Float64Array(TRIAL_STEPS), B: 1, taken: 0, drawn: 0, limit: Number.POSITIVE_INFINITY })
    await kernel.read(1)
    return this.now() - begun
  }
}

const TRIALS = 3
const TRIAL_STEPS = 16

const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
