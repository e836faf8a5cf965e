import { Fault } from '../../lib/fault'
import type { Backend, BackendId } from './types'

/** Makes a backend; the code of each is loaded only when it is wanted. */
export async function createBackend(id: BackendId): Promise<Backend> {
  if (id === 'reference') return (await fetched(id, import('./reference'))).createReferenceBackend()
  if (id === 'wasm') return (await fetched(id, import('./wasm'))).createWasmBackend()
  const tfjs = await fetched(id, import('./tfjs'))
  return id === 'webgpu' ? tfjs.createWebgpuBackend() : tfjs.createWebglBackend()
}

/** A part of the program that cannot be fetched says what to do about it. */
async function fetched<T>(id: BackendId, part: Promise<T>): Promise<T> {
  try {
    return await part
  } catch (cause) {
    throw new Fault(`The code of the ${id} backend could not be fetched`, 'check the connection and reload the page', { cause })
  }
}
