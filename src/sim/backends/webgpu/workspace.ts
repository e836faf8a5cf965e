import { DisposedError } from '../../../lib/fault'
import type { Gpu } from './device'

/** A compute pipeline with what it is bound to. */
export interface Program {
  readonly pipeline: GPUComputePipeline
  readonly group: GPUBindGroup
}

/**
 * What one kernel holds on a device, from `buffer` and `program` on until `dispose`; `run` and `fetch` reject with the reason once the device
 * is lost or the workspace disposed.
 */
export class Workspace {
  private readonly buffers: GPUBuffer[] = []
  private disposed = false

  constructor(private readonly gpu: Gpu) {}

  buffer(bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const made = this.gpu.device.createBuffer({ size: Math.max(16, bytes), usage })
    this.buffers.push(made)
    return made
  }

  /** A storage buffer of these values, which programs only read. */
  constant(values: Float32Array<ArrayBuffer>): GPUBuffer {
    const made = this.buffer(values.byteLength, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST)
    this.gpu.device.queue.writeBuffer(made, 0, values)
    return made
  }

  /** WGSL whose entry is `main`, with buffers at bindings 0, 1, …; rejects where it does not compile here. */
  async program(code: string, buffers: readonly GPUBuffer[]): Promise<Program> {
    const { device, watch } = this.gpu
    const module = device.createShaderModule({ code })
    try {
      const made = device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } })
      const pipeline = await watch.settle(made)
      const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }))
      return { pipeline, group: device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }) }
    } catch (error) {
      throw await watch.explain(error)
    }
  }

  write(buffer: GPUBuffer, data: ArrayBuffer | Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>, at = 0, bytes = data.byteLength): void {
    this.check()
    const from = data instanceof ArrayBuffer ? data : data.buffer
    this.gpu.device.queue.writeBuffer(buffer, at, from, 0, bytes)
  }

  /** Runs so many workgroups, and waits until they are done. */
  async run(program: Program, workgroups: number): Promise<void> {
    this.submit(encoder => dispatch(encoder, program, workgroups))
    await this.gpu.watch.settle(this.gpu.device.queue.onSubmittedWorkDone())
  }

  /** The first bytes of `back`, once what is encoded has brought them there. */
  async fetch(back: GPUBuffer, bytes: number, encode: (encoder: GPUCommandEncoder) => void): Promise<ArrayBuffer> {
    this.submit(encode)
    try {
      await this.gpu.watch.settle(back.mapAsync(GPUMapMode.READ, 0, bytes))
    } catch (error) {
      throw await this.gpu.watch.explain(error)
    }
    const copy = back.getMappedRange(0, bytes).slice(0)
    back.unmap()
    return copy
  }

  dispose(): void {
    this.disposed = true
    for (const buffer of this.buffers.splice(0)) buffer.destroy()
  }

  private submit(encode: (encoder: GPUCommandEncoder) => void): void {
    this.check()
    const encoder = this.gpu.device.createCommandEncoder()
    encode(encoder)
    this.gpu.device.queue.submit([encoder.finish()])
  }

  private check(): void {
    if (this.disposed) throw new DisposedError('ensemble', 'make another one')
    this.gpu.watch.check()
  }
}

export function dispatch(encoder: GPUCommandEncoder, { pipeline, group }: Program, workgroups: number): void {
  const pass = encoder.beginComputePass()
  pass.setPipeline(pipeline)
  pass.setBindGroup(0, group)
  pass.dispatchWorkgroups(workgroups)
  pass.end()
}
