import type { Backend } from '../types'

export { DeviceLostError } from '../deviceWatch'
export { ProbeError } from './probe'

/** tfjs on WebGPU, f32; loads tfjs' webgpu kernels when called. */
export async function createWebgpuBackend(): Promise<Backend & { readonly gpu: GPUDevice }> {
  const { WebgpuBackend } = await import('./webgpu')
  return WebgpuBackend.create()
}

/** tfjs on WebGL 2, f32; loads tfjs' webgl kernels when called. */
export async function createWebglBackend(): Promise<Backend & { readonly gl: WebGL2RenderingContext }> {
  const { WebglBackend } = await import('./webgl')
  return WebglBackend.create()
}
