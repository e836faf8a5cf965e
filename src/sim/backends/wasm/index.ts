import { DisposedError } from '../../../lib/fault'
import type { Backend } from '../types'
import { createWasmEigh } from './eigh'
import { WasmEngine } from './engine'
import { compileKernels, instantiateKernels } from './module'

const disposed = () => new DisposedError('backend', 'call createWasmBackend for a new one')

/**
 * The default backend: float64, plain SIMD in WebAssembly, one thread. The same bits in every engine and on every processor.
 * Each engine has its own instance and memory.
 */
export async function createWasmBackend(): Promise<Backend> {
  let module: WebAssembly.Module | null = await compileKernels()
  const eigh = await createWasmEigh()
  return {
    id: 'wasm',
    precision: 'f64',
    software: false,
    device: 'CPU',
    async open(problem) {
      if (!module) throw disposed()
      return new WasmEngine(await instantiateKernels(module), problem, eigh)
    },
    async machine(precision) {
      if (!module) throw disposed()
      const { createWasmMachine } = await import('./machine')
      return createWasmMachine(precision, eigh)
    },
    dispose() {
      module = null
    },
  }
}
