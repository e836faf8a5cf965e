import { engine, getBackend, keep, setBackend, type Tensor, tidy } from '@tensorflow/tfjs-core'
import type { DeviceWatch } from '../deviceWatch'
import { disposedEngine, type Usage } from '../types'

/**
 * The tensors of one owner. Everything made in `make` belongs to the owner until `free` or `dispose`; what `usage` says is
 * measured from tfjs' own counters around each call, so a tensor that escapes tidy shows up in it.
 */
export class TensorOwner {
  private readonly owned = new Set<Tensor>()
  private tensors = 0
  private bytes = 0
  private closed = false
  /** Calls of `counted` within each other: the outermost counts. */
  private depth = 0

  /**
   * @param name the tfjs backend whose kernels run
   * @param watch the watch over the device
   */
  constructor(
    private readonly name: string,
    private readonly watch: DeviceWatch,
  ) {}

  /** Runs tensor code in a tidy; the tensors it returns are kept, also beyond a tidy around it. */
  make<T extends Tensor[]>(body: () => T): T {
    this.check()
    // Another backend may have been created in this worker since; while the named one lives, this switches at once.
    if (getBackend() !== this.name) void setBackend(this.name)
    const kept = this.counted(() => tidy(body))
    for (const tensor of kept) this.owned.add(keep(tensor))
    return kept
  }

  /** Frees tensors of this owner; those freed before are skipped. */
  free(tensors: readonly Tensor[]): void {
    this.counted(() => {
      for (const tensor of tensors) {
        if (this.owned.delete(tensor)) tensor.dispose()
      }
    })
  }

  /** Copies a tensor to the host, float32. */
  async read(tensor: Tensor): Promise<Float32Array> {
    this.check()
    const values = await this.watch.settle(tensor.data())
    this.check()
    return values as Float32Array
  }

  /** Makes one tensor, reads it and frees it. */
  async fetch(body: () => Tensor): Promise<Float32Array> {
    const made = this.make(() => [body()])
    try {
      return await this.read(made[0])
    } finally {
      this.free(made)
    }
  }

  usage(): Usage {
    return { tensors: this.tensors, bytes: this.bytes }
  }

  /** Throws once the owner is disposed, or the device has gone. */
  check(): void {
    if (this.closed) throw disposedEngine()
    this.watch.check()
  }

  /** The error to report for `error`: whatever tfjs says about a tensor that dispose took from under it means dispose. */
  async explain(error: unknown): Promise<unknown> {
    return this.closed ? disposedEngine() : this.watch.explain(error)
  }

  dispose(): void {
    this.free([...this.owned])
    this.closed = true
  }

  private counted<T>(body: () => T): T {
    const { state } = engine()
    const { numTensors, numBytes } = state
    this.depth++
    try {
      return body()
    } finally {
      this.depth--
      if (this.depth === 0) {
        this.tensors += state.numTensors - numTensors
        this.bytes += state.numBytes - numBytes
      }
    }
  }
}
