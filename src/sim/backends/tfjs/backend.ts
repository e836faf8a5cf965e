import { registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core'
import { Fault } from '../../../lib/fault'
import type { DeviceWatch } from '../deviceWatch'
import type { Machine } from '../machine/machine'
import type { Backend, Engine, Problem } from '../types'
import { TfjsEngine } from './engine'
import { isKnown, isOpen } from './ops'
import { probe } from './probe'
import { TensorOwner } from './tensorOwner'

type KernelBackend = ReturnType<Parameters<typeof registerBackend>[1]>

/** A device that tfjs can run on, as its file (webgpu, webgl) found it. */
export interface Found {
  readonly id: 'webgpu' | 'webgl'
  readonly software: boolean
  readonly device: string
  /** Floats that one tensor can hold. */
  readonly capacity: number
  readonly watch: DeviceWatch
  /** tfjs' backend on exactly this device. */
  readonly kernels: () => KernelBackend
  /** Gives the device back. */
  readonly release: () => void
}

/** A backend on tfjs ops; it owns its device. */
export class TfjsBackend implements Backend {
  readonly id
  readonly precision = 'f32'
  readonly software
  readonly device
  private disposed = false

  protected constructor(private readonly found: Found) {
    this.id = found.id
    this.software = found.software
    this.device = found.device
  }

  async open(problem: Problem): Promise<Engine> {
    this.found.watch.check()
    return TfjsEngine.open(problem, new TensorOwner(this.id, this.found.watch), this.found.capacity)
  }

  /** A machine for networks; loads its code when called. */
  async machine(): Promise<Machine> {
    const { TensorMachine } = await import('../tensors/machine')
    this.found.watch.check()
    return new TensorMachine(new TensorOwner(this.id, this.found.watch), this.found.capacity)
  }

  /** The start-up self-check; rejects with a ProbeError that says which number is wrong. */
  async probe(): Promise<void> {
    const owner = new TensorOwner(this.id, this.found.watch)
    try {
      await probe(owner)
    } catch (error) {
      throw await this.found.watch.explain(error)
    } finally {
      owner.dispose()
    }
  }

  dispose(): void {
    if (this.disposed) return
    this.disposed = true
    this.found.watch.close()
    if (isKnown(this.id)) removeBackend(this.id)
    this.found.release()
  }

  /** Registers the device with tfjs under its own name (another has no kernels) and runs the self-check. */
  protected async start(): Promise<this> {
    const { id, kernels } = this.found
    try {
      if (isKnown(id)) removeBackend(id)
      registerBackend(id, kernels)
      if (!(await setBackend(id))) throw new Fault(`tfjs could not start its ${id} backend`, 'choose wasm')
      await this.probe()
      return this
    } catch (error) {
      this.dispose()
      throw error
    }
  }
}

/** Throws when this worker has a backend of the name already: tfjs holds one of each. */
export function checkFree(id: string): void {
  if (isOpen(id)) throw new Fault(`This worker has a ${id} backend already`, 'dispose it before creating another')
}

/** Whether an adapter's or renderer's name is that of a GPU emulated on the CPU. */
export function isSoftware(name: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i.test(name)
}
