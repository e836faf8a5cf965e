// What networks are computed with, in float64 and float32 from one source. Every kernel works on addresses that the machine
// hands in; nothing here allocates.

import { fromRows as fromRowsOf, toRows as toRowsOf, mirror as mirrorOf } from './net/layout'
import { forward as forwardOf, backward as backwardOf } from './net/dense'
import { weights as weightsOf, outer as outerOf } from './net/gradient'
import { convolve as convolveOf, spreadBack as spreadBackOf, sampleFilters as sampleFiltersOf, addFilters as addFiltersOf } from './net/convolution'
import { gram as gramOf } from './net/gram'
import { multiply as multiplyOf, add as addOf, combine as combineOf, relu as reluOf, leaky as leakyOf, square as squareOf, fill as fillOf } from './net/elements'
import { smooth as smoothOf, bend as bendOf } from './net/smooth'
import { products as productsOf, contract as contractOf, lengths as lengthsOf, normalize as normalizeOf, causal as causalOf } from './net/within'
import { maxima as maximaOf, pick as pickOf, drop as dropOf, average as averageOf, spread as spreadOf } from './net/pool'
import { divide as divideOf, descend as descendOf, heavyBall as heavyBallOf } from './net/step'
import { along as alongOf, adam as adamOf, rmsprop as rmspropOf } from './net/rules'
import { rowSums as rowSumsOf } from './net/rows'
import { timesFour as timesFourOf } from './net/search'

export { heapBase } from './heap'
export { guard } from './net/convolution'
export { scratchLines } from './net/gradient'
export { innerFours, subtractFours, orthonormalize } from './net/search'

export function fromRows64(rows: usize, count: u32, width: u32, panel: usize, pitch: usize): void {
  fromRowsOf<f64>(rows, count, width, panel, pitch)
}
export function fromRows32(rows: usize, count: u32, width: u32, panel: usize, pitch: usize): void {
  fromRowsOf<f32>(rows, count, width, panel, pitch)
}

export function toRows64(panel: usize, pitch: usize, count: u32, width: u32, rows: usize): void {
  toRowsOf<f64>(panel, pitch, count, width, rows)
}
export function toRows32(panel: usize, pitch: usize, count: u32, width: u32, rows: usize): void {
  toRowsOf<f32>(panel, pitch, count, width, rows)
}

export function mirror64(A: usize, n: u32, ld: usize): void {
  mirrorOf<f64>(A, n, ld)
}
export function mirror32(A: usize, n: u32, ld: usize): void {
  mirrorOf<f32>(A, n, ld)
}

export function forward64(W: usize, ld: usize, a: usize, pitchA: usize, z: usize, pitchZ: usize, panels: u32, out: u32, depth: u32, scale: f64, plus: bool, bias: usize): void {
  forwardOf<f64>(W, ld, a, pitchA, z, pitchZ, panels, out, depth, scale, plus, bias)
}
export function forward32(W: usize, ld: usize, a: usize, pitchA: usize, z: usize, pitchZ: usize, panels: u32, out: u32, depth: u32, scale: f64, plus: bool, bias: usize): void {
  forwardOf<f32>(W, ld, a, pitchA, z, pitchZ, panels, out, depth, scale, plus, bias)
}

export function backward64(W: usize, ld: usize, dz: usize, pitchD: usize, da: usize, pitchA: usize, panels: u32, inputs: u32, depth: u32, scale: f64, plus: bool, scratch: usize): void {
  backwardOf<f64>(W, ld, dz, pitchD, da, pitchA, panels, inputs, depth, scale, plus, scratch)
}
export function backward32(W: usize, ld: usize, dz: usize, pitchD: usize, da: usize, pitchA: usize, panels: u32, inputs: u32, depth: u32, scale: f64, plus: bool, scratch: usize): void {
  backwardOf<f32>(W, ld, dz, pitchD, da, pitchA, panels, inputs, depth, scale, plus, scratch)
}

export function weights64(dz: usize, pitchD: usize, a: usize, pitchA: usize, rows: u32, out: u32, inputs: u32, scale: f64, scratch: usize, sum: usize, ld: usize, bias: usize): void {
  weightsOf<f64>(dz, pitchD, a, pitchA, rows, out, inputs, scale, scratch, sum, ld, bias)
}
export function weights32(dz: usize, pitchD: usize, a: usize, pitchA: usize, rows: u32, out: u32, inputs: u32, scale: f64, scratch: usize, sum: usize, ld: usize, bias: usize): void {
  weightsOf<f32>(dz, pitchD, a, pitchA, rows, out, inputs, scale, scratch, sum, ld, bias)
}

export function outer64(dz: usize, pitchD: usize, a: usize, pitchA: usize, panels: u32, count: u32, taps: u32, scale: f64, bias: bool, J: usize, pitchJ: usize): void {
  outerOf<f64>(dz, pitchD, a, pitchA, panels, count, taps, scale, bias, J, pitchJ)
}
export function outer32(dz: usize, pitchD: usize, a: usize, pitchA: usize, panels: u32, count: u32, taps: u32, scale: f64, bias: bool, J: usize, pitchJ: usize): void {
  outerOf<f32>(dz, pitchD, a, pitchA, panels, count, taps, scale, bias, J, pitchJ)
}

export function convolve64(W: usize, ld: usize, panel: usize, seen: usize, z: usize, out: u32, taps: u32, places: u32, scale: f64, plus: bool, bias: usize): void {
  convolveOf<f64>(W, ld, panel, seen, z, out, taps, places, scale, plus, bias)
}
export function convolve32(W: usize, ld: usize, panel: usize, seen: usize, z: usize, out: u32, taps: u32, places: u32, scale: f64, plus: bool, bias: usize): void {
  convolveOf<f32>(W, ld, panel, seen, z, out, taps, places, scale, plus, bias)
}

export function spreadBack64(W: usize, ld: usize, dz: usize, taken: usize, panel: usize, out: u32, taps: u32, places: u32, scale: f64, cols: usize, edge: usize): void {
  spreadBackOf<f64>(W, ld, dz, taken, panel, out, taps, places, scale, cols, edge)
}
export function spreadBack32(W: usize, ld: usize, dz: usize, taken: usize, panel: usize, out: u32, taps: u32, places: u32, scale: f64, cols: usize, edge: usize): void {
  spreadBackOf<f32>(W, ld, dz, taken, panel, out, taps, places, scale, cols, edge)
}

export function sampleFilters64(dz: usize, panel: usize, taken: usize, count: u32, taps: u32, places: u32, scale: f64, bias: bool, J: usize): void {
  sampleFiltersOf<f64>(dz, panel, taken, count, taps, places, scale, bias, J)
}
export function sampleFilters32(dz: usize, panel: usize, taken: usize, count: u32, taps: u32, places: u32, scale: f64, bias: bool, J: usize): void {
  sampleFiltersOf<f32>(dz, panel, taken, count, taps, places, scale, bias, J)
}

export function addFilters64(dz: usize, panel: usize, taken: usize, rows: u32, out: u32, taps: u32, places: u32, scale: f64, sum: usize, ld: usize, bias: usize, parts: usize): void {
  addFiltersOf<f64>(dz, panel, taken, rows, out, taps, places, scale, sum, ld, bias, parts)
}
export function addFilters32(dz: usize, panel: usize, taken: usize, rows: u32, out: u32, taps: u32, places: u32, scale: f64, sum: usize, ld: usize, bias: usize, parts: usize): void {
  addFiltersOf<f32>(dz, panel, taken, rows, out, taps, places, scale, sum, ld, bias, parts)
}

export function gram64(D: usize, pitchD: usize, panelsD: u32, E: usize, pitchE: usize, panelsE: u32, depth: u32, C: usize, ld: usize, scale: f64, lower: bool): void {
  gramOf<f64>(D, pitchD, panelsD, E, pitchE, panelsE, depth, C, ld, scale, lower)
}
export function gram32(D: usize, pitchD: usize, panelsD: u32, E: usize, pitchE: usize, panelsE: u32, depth: u32, C: usize, ld: usize, scale: f64, lower: bool): void {
  gramOf<f32>(D, pitchD, panelsD, E, pitchE, panelsE, depth, C, ld, scale, lower)
}

export function multiply64(x: usize, y: usize, bytes: usize): void {
  multiplyOf<f64>(x, y, bytes)
}
export function multiply32(x: usize, y: usize, bytes: usize): void {
  multiplyOf<f32>(x, y, bytes)
}

export function add64(x: usize, y: usize, bytes: usize): void {
  addOf<f64>(x, y, bytes)
}
export function add32(x: usize, y: usize, bytes: usize): void {
  addOf<f32>(x, y, bytes)
}

export function combine64(o: usize, a: usize, b: usize, x: f64, y: f64, to: usize, bytes: usize): void {
  combineOf<f64>(o, a, b, x, y, to, bytes)
}
export function combine32(o: usize, a: usize, b: usize, x: f64, y: f64, to: usize, bytes: usize): void {
  combineOf<f32>(o, a, b, x, y, to, bytes)
}

export function relu64(z: usize, bytes: usize, a: usize, slope: usize): void {
  reluOf<f64>(z, bytes, a, slope)
}
export function relu32(z: usize, bytes: usize, a: usize, slope: usize): void {
  reluOf<f32>(z, bytes, a, slope)
}

export function leaky64(z: usize, bytes: usize, a: usize, slope: usize, below: f64): void {
  leakyOf<f64>(z, bytes, a, slope, below)
}
export function leaky32(z: usize, bytes: usize, a: usize, slope: usize, below: f64): void {
  leakyOf<f32>(z, bytes, a, slope, below)
}

export function square64(z: usize, bytes: usize, a: usize, slope: usize): void {
  squareOf<f64>(z, bytes, a, slope)
}
export function square32(z: usize, bytes: usize, a: usize, slope: usize): void {
  squareOf<f32>(z, bytes, a, slope)
}

export function fill64(x: usize, bytes: usize, value: f64): void {
  fillOf<f64>(x, bytes, value)
}
export function fill32(x: usize, bytes: usize, value: f64): void {
  fillOf<f32>(x, bytes, value)
}

export function smooth64(kind: u32, z: usize, bytes: usize, a: usize, slopes: usize): bool {
  return smoothOf<f64>(kind, z, bytes, a, slopes)
}
export function smooth32(kind: u32, z: usize, bytes: usize, a: usize, slopes: usize): bool {
  return smoothOf<f32>(kind, z, bytes, a, slopes)
}

export function bend64(kind: u32, z: usize, bytes: usize, to: usize): bool {
  return bendOf<f64>(kind, z, bytes, to)
}
export function bend32(kind: u32, z: usize, bytes: usize, to: usize): bool {
  return bendOf<f32>(kind, z, bytes, to)
}

export function products64(batch: u32, rows: u32, depth: u32, columns: u32, scale: f64, x: usize, xEach: usize, xRow: usize, xCol: usize, y: usize, yEach: usize, yRow: usize, yCol: usize, z: usize, zEach: usize, zRow: usize, zCol: usize): void {
  productsOf<f64>(batch, rows, depth, columns, scale, x, xEach, xRow, xCol, y, yEach, yRow, yCol, z, zEach, zRow, zCol)
}
export function products32(batch: u32, rows: u32, depth: u32, columns: u32, scale: f64, x: usize, xEach: usize, xRow: usize, xCol: usize, y: usize, yEach: usize, yRow: usize, yCol: usize, z: usize, zEach: usize, zRow: usize, zCol: usize): void {
  productsOf<f32>(batch, rows, depth, columns, scale, x, xEach, xRow, xCol, y, yEach, yRow, yCol, z, zEach, zRow, zCol)
}

export function contract64(width: u32, size: u32, inner: u32, scale: f64, x: usize, y: usize, z: usize, out: usize): void {
  contractOf<f64>(width, size, inner, scale, x, y, z, out)
}
export function contract32(width: u32, size: u32, inner: u32, scale: f64, x: usize, y: usize, z: usize, out: usize): void {
  contractOf<f32>(width, size, inner, scale, x, y, z, out)
}

export function lengths64(width: u32, scale: f64, x: usize, y: usize, out: usize): void {
  lengthsOf<f64>(width, scale, x, y, out)
}
export function lengths32(width: u32, scale: f64, x: usize, y: usize, out: usize): void {
  lengthsOf<f32>(width, scale, x, y, out)
}

export function normalize64(width: u32, size: u32, inner: u32, epsilon: f64, x: usize, y: usize, r: usize): void {
  normalizeOf<f64>(width, size, inner, epsilon, x, y, r)
}
export function normalize32(width: u32, size: u32, inner: u32, epsilon: f64, x: usize, y: usize, r: usize): void {
  normalizeOf<f32>(width, size, inner, epsilon, x, y, r)
}

export function causal64(places: u32, width: u32, panels: u32, z: usize, pitch: usize, e: usize): bool {
  return causalOf<f64>(places, width, panels, z, pitch, e)
}
export function causal32(places: u32, width: u32, panels: u32, z: usize, pitch: usize, e: usize): bool {
  return causalOf<f32>(places, width, panels, z, pitch, e)
}

export function maxima64(a: usize, channels: u32, height: u32, width: u32, size: u32, at: usize): void {
  maximaOf<f64>(a, channels, height, width, size, at)
}
export function maxima32(a: usize, channels: u32, height: u32, width: u32, size: u32, at: usize): void {
  maximaOf<f32>(a, channels, height, width, size, at)
}

export function pick64(a: usize, at: usize, count: u32, z: usize): void {
  pickOf<f64>(a, at, count, z)
}
export function pick32(a: usize, at: usize, count: u32, z: usize): void {
  pickOf<f32>(a, at, count, z)
}

export function drop64(dz: usize, at: usize, count: u32, da: usize): void {
  dropOf<f64>(dz, at, count, da)
}
export function drop32(dz: usize, at: usize, count: u32, da: usize): void {
  dropOf<f32>(dz, at, count, da)
}

export function average64(a: usize, channels: u32, height: u32, width: u32, size: u32, z: usize): void {
  averageOf<f64>(a, channels, height, width, size, z)
}
export function average32(a: usize, channels: u32, height: u32, width: u32, size: u32, z: usize): void {
  averageOf<f32>(a, channels, height, width, size, z)
}

export function spread64(dz: usize, channels: u32, height: u32, width: u32, size: u32, da: usize): void {
  spreadOf<f64>(dz, channels, height, width, size, da)
}
export function spread32(dz: usize, channels: u32, height: u32, width: u32, size: u32, da: usize): void {
  spreadOf<f32>(dz, channels, height, width, size, da)
}

export function divide64(x: usize, bytes: usize, count: f64): void {
  divideOf<f64>(x, bytes, count)
}
export function divide32(x: usize, bytes: usize, count: f64): void {
  divideOf<f32>(x, bytes, count)
}

export function descend64(theta: usize, sum: usize, bytes: usize, count: f64, eta: f64, next: usize): bool {
  return descendOf<f64>(theta, sum, bytes, count, eta, next)
}
export function descend32(theta: usize, sum: usize, bytes: usize, count: f64, eta: f64, next: usize): bool {
  return descendOf<f32>(theta, sum, bytes, count, eta, next)
}

export function heavyBall64(theta: usize, velocity: usize, sum: usize, bytes: usize, count: f64, eta: f64, momentum: f64, next: usize, moved: usize): bool {
  return heavyBallOf<f64>(theta, velocity, sum, bytes, count, eta, momentum, next, moved)
}
export function heavyBall32(theta: usize, velocity: usize, sum: usize, bytes: usize, count: f64, eta: f64, momentum: f64, next: usize, moved: usize): bool {
  return heavyBallOf<f32>(theta, velocity, sum, bytes, count, eta, momentum, next, moved)
}

export function along64(signs: bool, theta: usize, velocity: usize, g: usize, bytes: usize, eta: f64, momentum: f64, next: usize, moved: usize): bool {
  return alongOf<f64>(signs, theta, velocity, g, bytes, eta, momentum, next, moved)
}
export function along32(signs: bool, theta: usize, velocity: usize, g: usize, bytes: usize, eta: f64, momentum: f64, next: usize, moved: usize): bool {
  return alongOf<f32>(signs, theta, velocity, g, bytes, eta, momentum, next, moved)
}

export function adam64(theta: usize, mean: usize, square: usize, g: usize, bytes: usize, beta1: f64, beta2: f64, rate: f64, root: f64, epsilon: f64, next: usize, m: usize, v: usize): bool {
  return adamOf<f64>(theta, mean, square, g, bytes, beta1, beta2, rate, root, epsilon, next, m, v)
}
export function adam32(theta: usize, mean: usize, square: usize, g: usize, bytes: usize, beta1: f64, beta2: f64, rate: f64, root: f64, epsilon: f64, next: usize, m: usize, v: usize): bool {
  return adamOf<f32>(theta, mean, square, g, bytes, beta1, beta2, rate, root, epsilon, next, m, v)
}

export function rmsprop64(theta: usize, square: usize, velocity: usize, g: usize, bytes: usize, smoothing: f64, epsilon: f64, eta: f64, momentum: f64, next: usize, v: usize, h: usize): bool {
  return rmspropOf<f64>(theta, square, velocity, g, bytes, smoothing, epsilon, eta, momentum, next, v, h)
}
export function rmsprop32(theta: usize, square: usize, velocity: usize, g: usize, bytes: usize, smoothing: f64, epsilon: f64, eta: f64, momentum: f64, next: usize, v: usize, h: usize): bool {
  return rmspropOf<f32>(theta, square, velocity, g, bytes, smoothing, epsilon, eta, momentum, next, v, h)
}

export function rowSums64(A: usize, B: usize, ld: usize, rows: u32, columns: u32, w: usize, to: usize): void {
  rowSumsOf<f64>(A, B, ld, rows, columns, w, to)
}
export function rowSums32(A: usize, B: usize, ld: usize, rows: u32, columns: u32, w: usize, to: usize): void {
  rowSumsOf<f32>(A, B, ld, rows, columns, w, to)
}

export function timesFour64(A: usize, ld: usize, n: u32, x: usize, y: usize): void {
  timesFourOf<f64>(A, ld, n, x, y)
}
export function timesFour32(A: usize, ld: usize, n: u32, x: usize, y: usize): void {
  timesFourOf<f32>(A, ld, n, x, y)
}
