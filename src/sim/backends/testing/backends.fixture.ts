import { createReferenceBackend } from '../reference'
import type { Backend } from '../types'
import { createWasmBackend } from '../wasm'

/** The float64 backends, which every numerical test runs on. */
export const BACKENDS: readonly [string, () => Promise<Backend>][] = [
  ['reference', async () => createReferenceBackend()],
  ['wasm', createWasmBackend],
]
