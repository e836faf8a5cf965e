import { DEFLATED_BASE64 } from './kernels.generated'

/** The kernels' exports: see assembly/. Addresses and counts are unsigned 32-bit integers passed as numbers. */
export interface Kernels extends Instance {
  configure(kind: number, n: number, d: number, m: number, X: number, stride: number, y: number, w: number, g: number): void
  effective(theta: number): number
  residuals(w: number, from: number, to: number, out: number): void
  rangeOf(indices: number, count: number): number
  advance(theta: number, velocity: number, etas: number, indices: number, batch: number, steps: number, momentum: number): number
  /** ∇L of a batch at `out`, padded like θ; 0 where a residual overflows. */
  gradientAt(theta: number, indices: number, batch: number, out: number): number
  packRows(src: number, ld: number, rows: number, depth: number, dst: number): void
  packCols(src: number, ld: number, cols: number, depth: number, weights: number, dst: number): void
  macro(a: number, b: number, c: number, ld: number, pa: number, pb: number, depth: number, diagonal: number, add: number): void
  finish(c: number, ld: number, rows: number, cols: number, factor: number, t: number, ldt: number): void
  tridiagonalize(
    a: number,
    ld: number,
    n: number,
    d: number,
    e: number,
    tau: number,
    panel: number,
    left: number,
    right: number,
    minus: number,
  ): void
  accumulate(
    a: number,
    ld: number,
    n: number,
    tau: number,
    p: number,
    v: number,
    t: number,
    y: number,
    left: number,
    right: number,
    minus: number,
  ): void
  ql(n: number, d: number, e: number, p: number, strips: number, rot: number, room: number, headers: number, maxSweeps: number): number
  toStrips(p: number, ld: number, n: number, strips: number, to: number): void
  fromStrips(p: number, n: number, i: number, to: number): void
}

/** What a module of kernels has, whatever its kernels. */
export interface Instance {
  readonly memory: WebAssembly.Memory
  /** The first free address. */
  heapBase(): number
}

/** Compiles kernels as scripts/build-wasm.mjs packs them; the module can be instantiated any number of times. */
export async function compiled(packed: string): Promise<WebAssembly.Module> {
  const text = atob(packed)
  const bytes = new Uint8Array(text.length)
  for (let k = 0; k < bytes.length; k++) bytes[k] = text.charCodeAt(k)
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return WebAssembly.compile(await new Response(inflated).arrayBuffer())
}

/** A fresh instance with its own memory, which is freed when the instance is dropped. */
export async function instantiated<K extends Instance>(module: WebAssembly.Module): Promise<K> {
  const instance = await WebAssembly.instantiate(module, {})
  return instance.exports as unknown as K
}

export const compileKernels = () => compiled(DEFLATED_BASE64)
export const instantiateKernels = (module: WebAssembly.Module) => instantiated<Kernels>(module)
