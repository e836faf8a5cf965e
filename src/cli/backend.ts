import type { BackendChoice } from '../scenario'
import { createReferenceBackend } from '../sim/backends/reference'
import type { Backend } from '../sim/backends/types'
import { UsageError } from './faults'

/** Throws for a backend that only a browser has. */
export function checkBackend(choice: BackendChoice): void {
  if (choice === 'webgpu' || choice === 'webgl')
    throw new UsageError(`backend: “${choice}” needs a browser; allowed here is one of auto, reference, wasm (--backend wasm)`)
}

/** Opens the backend; auto is wasm, whose bits are the same everywhere. */
export async function openBackend(choice: BackendChoice): Promise<Backend> {
  checkBackend(choice)
  if (choice === 'reference') return createReferenceBackend()
  const { createWasmBackend } = await import('../sim/backends/wasm/index')
  return createWasmBackend()
}
