import { hsum, madd, sizeBits } from './numbers'
import { firstWord, fourBlocks } from './philox'
import { quad } from './problem'

// Replicas of SGD on ½·Σ λ_k w_k² + the residuals E left at the minimum. Rows of the features F and of the states are `width`
// bytes, zero-padded to a multiple of 32; a state stands for w·2^exponent.

let F: usize = 0
let stride: usize = 0
let width: usize = 0
let E: usize = 0
let n: u32 = 0
let lambda: usize = 0
let states: usize = 0
let exponents: usize = 0
let escapes: usize = 0
let scratch: usize = 0
let draws: usize = 0
let seed: u32 = 0
let stream: u32 = 0

/** States are brought back to size 1 … 2 when they leave these sizes, looked at before every step divisible by 8. */
const LARGE: f64 = 1e100
const SMALL: f64 = 1e-100

/**
 * `rest` holds n residuals, or is 0 for none. `room` is `width` bytes for a gradient; `indices` has room for the draws of a call and 32 more.
 */
export function ensembleSetup(
  features: usize, bytes: usize, cols: usize, rows: u32, rest: usize, eigenvalues: usize,
  w: usize, powers: usize, firsts: usize, room: usize, indices: usize, key: u32, use: u32,
): void {
  F = features
  stride = bytes
  width = cols
  n = rows
  E = rest
  lambda = eigenvalues
  states = w
  exponents = powers
  escapes = firsts
  scratch = room
  draws = indices
  seed = key
  stream = use
}

/** 2^k for −1022 ≤ k ≤ 1023; 0 below and infinity above. */
// @ts-ignore: decorator
@inline
function power(k: i32): f64 {
  if (k < -1022) return 0
  if (k > 1023) return Infinity
  return reinterpret<f64>(<u64>(k + 1023) << 52)
}

/** Σ λ_k w_k² of one state, in the four partial sums of residual(). */
// @ts-ignore: decorator
@inline
function energy(w: usize): f64 {
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  for (let k: usize = 0; k < width; k += 32) {
    const u = v128.load(w + k)
    const v = v128.load(w + k, 16)
    a = madd(a, f64x2.mul(u, u), v128.load(lambda + k))
    b = madd(b, f64x2.mul(v, v), v128.load(lambda + k, 16))
  }
  return hsum(f64x2.add(a, b))
}

/** Draws `count` sample numbers of one replica from its draw `first` on; returns where the first stands. */
function drawBatch(replica: u32, first: u64, count: u32): usize {
  const block = first >> 2
  const at = draws + (<usize>(first & 3) << 2)
  const end = at + ((<usize>count) << 2)
  let word = draws
  for (let b = block; word < end; b += 4) {
    fourBlocks(word, replica, b, stream, seed)
    word += 64
  }
  const threshold = <u32>((<u64>1 << 32) % <u64>n)
  let q = first
  for (word = at; word < end; word += 4) {
    let product = <u64>load<u32>(word) * <u64>n
    // Lemire's method: a rejected word is drawn anew from counters of its own.
    for (let attempt: u32 = 1; <u32>product < threshold; attempt++) {
      product = <u64>firstWord(replica, q, stream + 0x100 * attempt, seed) * <u64>n
    }
    store<u32>(word, <u32>(product >> 32))
    q++
  }
  return at
}

/** Brings a state whose largest entry left [SMALL, LARGE] back to [1, 2) by an exact power of two. */
function rescale(w: usize, exponent: usize): void {
  let size: u64 = 0
  for (let k: usize = 0; k < width; k += 8) {
    const bits = sizeBits(load<f64>(w + k))
    if (bits > size) size = bits
  }
  const largest = reinterpret<f64>(size)
  const held = load<i32>(exponent)
  const far = (largest > LARGE && largest < Infinity) || (largest < SMALL && largest >= 1e-300)
  if (!far) return
  let k = max(-1022, min(1022, <i32>(size >> 52) - 1023))
  // Beside residuals that stay, a state is never written larger than it is.
  if (E != 0) k = max(k, -held)
  if (k == 0) return
  const factor = f64x2.splat(power(-k))
  for (let j: usize = 0; j < width; j += 16) v128.store(w + j, f64x2.mul(v128.load(w + j), factor))
  store<i32>(exponent, held + k)
}

// @ts-ignore: decorator
@inline
function residual(w: usize, i: usize, small: f64): f64 {
  const x = F + i * stride
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  for (let k: usize = 0; k < width; k += 32) {
    a = madd(a, v128.load(x + k), v128.load(w + k))
    b = madd(b, v128.load(x + k, 16), v128.load(w + k, 16))
  }
  const r = hsum(f64x2.add(a, b))
  return E != 0 ? r + small * load<f64>(E + (i << 3)) : r
}

// @ts-ignore: decorator
@inline
function stepOne(w: usize, at: usize, eta: f64, small: f64): void {
  const i = <usize>load<u32>(at)
  const c = f64x2.splat(eta * residual(w, i, small))
  const x = F + i * stride
  for (let k: usize = 0; k < width; k += 32) {
    v128.store(w + k, f64x2.sub(v128.load(w + k), f64x2.mul(c, v128.load(x + k))))
    v128.store(w + k, f64x2.sub(v128.load(w + k, 16), f64x2.mul(c, v128.load(x + k, 16))), 16)
  }
}

/** Four rows of the batch at a time; rows beyond it count as row 0 with residual zero. */
function stepMany(w: usize, at: usize, batch: u32, rate: f64, small: f64): void {
  const end = width
  const g = scratch
  for (let j: u32 = 0; j < batch; j += 4) {
    const i0 = <usize>load<u32>(at)
    const i1 = j + 1 < batch ? <usize>load<u32>(at, 4) : i0
    const i2 = j + 2 < batch ? <usize>load<u32>(at, 8) : i0
    const i3 = j + 3 < batch ? <usize>load<u32>(at, 12) : i0
    at += 16
    const x0 = F + i0 * stride, x1 = F + i1 * stride, x2 = F + i2 * stride, x3 = F + i3 * stride
    let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0
    for (let k: usize = 0; k < end; k += 32) {
      const u = v128.load(w + k)
      const v = v128.load(w + k, 16)
      a0 = madd(a0, v128.load(x0 + k), u)
      a1 = madd(a1, v128.load(x1 + k), u)
      a2 = madd(a2, v128.load(x2 + k), u)
      a3 = madd(a3, v128.load(x3 + k), u)
      b0 = madd(b0, v128.load(x0 + k, 16), v)
      b1 = madd(b1, v128.load(x1 + k, 16), v)
      b2 = madd(b2, v128.load(x2 + k, 16), v)
      b3 = madd(b3, v128.load(x3 + k, 16), v)
    }
    let r0 = hsum(f64x2.add(a0, b0)), r1 = hsum(f64x2.add(a1, b1)), r2 = hsum(f64x2.add(a2, b2)), r3 = hsum(f64x2.add(a3, b3))
    if (E != 0) {
      r0 += small * load<f64>(E + (i0 << 3))
      r1 += small * load<f64>(E + (i1 << 3))
      r2 += small * load<f64>(E + (i2 << 3))
      r3 += small * load<f64>(E + (i3 << 3))
    }
    const c0 = f64x2.splat(rate * r0)
    const c1 = f64x2.splat(j + 1 < batch ? rate * r1 : 0)
    const c2 = f64x2.splat(j + 2 < batch ? rate * r2 : 0)
    const c3 = f64x2.splat(j + 3 < batch ? rate * r3 : 0)
    if (batch <= 4) {
      for (let k: usize = 0; k < end; k += 16) {
        v128.store(w + k, f64x2.sub(v128.load(w + k), quad(c0, v128.load(x0 + k), c1, v128.load(x1 + k), c2, v128.load(x2 + k), c3, v128.load(x3 + k))))
      }
      return
    }
    if (j == 0) {
      for (let k: usize = 0; k < end; k += 16) {
        v128.store(g + k, quad(c0, v128.load(x0 + k), c1, v128.load(x1 + k), c2, v128.load(x2 + k), c3, v128.load(x3 + k)))
      }
    } else {
      for (let k: usize = 0; k < end; k += 16) {
        v128.store(g + k, f64x2.add(v128.load(g + k), quad(c0, v128.load(x0 + k), c1, v128.load(x1 + k), c2, v128.load(x2 + k), c3, v128.load(x3 + k))))
      }
    }
  }
  for (let k: usize = 0; k < end; k += 16) v128.store(w + k, f64x2.sub(v128.load(w + k), v128.load(g + k)))
}

/**
 * `steps` steps of the replicas from ≤ r < to, which have taken `taken` steps and `drawn` draws each; `etas` holds one rate per
 * step. A replica that has not escaped yet notes the first step after which Σ λ_k w_k² > limit.
 */
export function ensembleSteps(from: u32, to: u32, etas: usize, steps: u32, batch: u32, taken: f64, drawn: f64, limit: f64): void {
  const first = <u64>drawn
  const start = <u64>taken
  const inverse = 1.0 / <f64>batch
  for (let r = from; r < to; r++) {
    const w = states + (<usize>r) * width
    const exponent = exponents + ((<usize>r) << 2)
    const escape = escapes + ((<usize>r) << 3)
    let waiting = load<f64>(escape) < 0
    let at = drawBatch(r, first, steps * batch)
    let scale = load<i32>(exponent)
    let small = power(-scale)
    let bar = scaledLimit(limit, scale)
    for (let t: u32 = 0; t < steps; t++) {
      if (((start + t) & 7) == 0) {
        rescale(w, exponent)
        scale = load<i32>(exponent)
        small = power(-scale)
        bar = scaledLimit(limit, scale)
      }
      const rate = load<f64>(etas + ((<usize>t) << 3)) * inverse
      if (batch == 1) stepOne(w, at, rate, small)
      else stepMany(w, at, batch, rate, small)
      at += (<usize>batch) << 2
      if (waiting && !(energy(w) <= bar)) {
        store<f64>(escape, <f64>(start + t + 1))
        waiting = false
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function scaledLimit(limit: f64, scale: i32): f64 {
  return scale > 511 ? 0 : scale < -511 ? Infinity : limit * power(-2 * scale)
}

/** Σ λ_k w_k² over the first `head` directions, over the others, and Σ w_k²: three doubles per replica at `out`, summed in order of k. */
export function ensembleEnergies(from: u32, to: u32, head: u32, out: usize): void {
  const split = (<usize>head) << 3
  for (let r = from; r < to; r++) {
    const w = states + (<usize>r) * width
    let sharp: f64 = 0
    let flat: f64 = 0
    let norm: f64 = 0
    for (let k: usize = 0; k < width; k += 8) {
      const square = load<f64>(w + k) * load<f64>(w + k)
      norm += square
      const energy = load<f64>(lambda + k) * square
      if (k < split) sharp += energy
      else flat += energy
    }
    store<f64>(out, sharp)
    store<f64>(out, flat, 8)
    store<f64>(out, norm, 16)
    out += 24
  }
}
