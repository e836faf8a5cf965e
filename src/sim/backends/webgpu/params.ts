/** What changes from dispatch to dispatch, and the buffers: the WGSL declarations and the bytes that go with them. */

import { TWO_32 } from '../../../lib/philox'
import type { EnsembleSteps } from '../ensemble'
import { split } from '../single'

/** Replicas `first` ≤ r < `end` take `steps` steps; a limit of Σ λ_k w_k² is limit·2^limitPower. */
export const PARAMS = /* wgsl */ `
struct Params {
  first: u32, end: u32, n: u32, rejected: u32,
  drawn: vec2u, seed: u32, stream: u32,
  taken: u32, steps: u32, B: u32, noisy: u32,
  limit: f32, limitPower: i32, head: u32, spare: u32,
}
struct Replica { exponent: i32, escape: u32 }
@group(0) @binding(0) var<uniform> p: Params;
`
export const PARAMS_BYTES = 64
/** `escape` of a replica that has not. */
export const NEVER = 0xffffffff

/** What stays the same for all dispatches of a kernel. */
export interface Fixed {
  readonly n: number
  readonly seed: number
  readonly stream: number
  readonly noisy: boolean
}

/** The part of a call that one dispatch does. */
export interface Part extends Pick<EnsembleSteps, 'B' | 'taken' | 'drawn' | 'limit'> {
  readonly first: number
  readonly end: number
  readonly steps: number
}

export function stepParams({ n, seed, stream, noisy }: Fixed, { first, end, steps, B, taken, drawn, limit }: Part): ArrayBuffer {
  const bytes = new ArrayBuffer(PARAMS_BYTES)
  const bar = split(limit)
  new Uint32Array(bytes).set([
    first,
    end,
    n,
    TWO_32 % n,
    drawn % TWO_32,
    Math.floor(drawn / TWO_32),
    seed,
    stream,
    taken,
    steps,
    B,
    noisy ? 1 : 0,
  ])
  new Float32Array(bytes)[12] = bar.value
  new Int32Array(bytes)[13] = bar.power
  return bytes
}

export function readParams(R: number, head: number): ArrayBuffer {
  const bytes = new ArrayBuffer(PARAMS_BYTES)
  const words = new Uint32Array(bytes)
  words[1] = R
  words[14] = head
  return bytes
}
