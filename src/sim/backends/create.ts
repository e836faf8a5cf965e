import { fetched } from '../../lib/fault'
import type { Backend, BackendId } from './types'

/** Makes a backend; the code of each is fetched only when it is needed. */
export async function createBackend(id: BackendId): Promise<Backend> {
  const arrival = <T>(code: Promise<T>) => fetched(`the ${id} backend`, code)
  switch (id) {
    case 'reference':
      return (await arrival(import('./reference'))).createReferenceBackend()
    case 'wasm':
      return (await arrival(import('./wasm'))).createWasmBackend()
    case 'webgpu':
      return (await arrival(import('./tfjs'))).createWebgpuBackend()
    case 'webgl':
      return (await arrival(import('./tfjs'))).createWebglBackend()
    default:
      throw id satisfies never
  }
}
