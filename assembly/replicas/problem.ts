// Replicas of SGD on ½·Σ λ_k w_k² + the residuals E left at the minimum, in T: float64 or float32. Rows of the features F and of the
// states are `width` bytes, zero-padded to a multiple of 32; a state stands for w·2^exponent. λ is float64, and so are energies.

export let F: usize = 0
export let stride: usize = 0
export let width: usize = 0
export let E: usize = 0
export let n: u32 = 0
export let lambda: usize = 0
export let states: usize = 0
export let exponents: usize = 0
export let escapes: usize = 0
export let scratch: usize = 0
export let draws: usize = 0
export let seed: u32 = 0
export let stream: u32 = 0

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
