/**
 * The machine in plain TypeScript, float64: obvious, the oracle of all others. Blocks and matrices are arrays, row by row;
 * what is no longer used is left to the garbage collector.
 */

import { landed, updateOf } from '../../../lib/updates'
import { OVERFLOW } from '../types'
import { activate, secondDerivative } from './activation'
import { applyCurvature, residualsOf } from './loss'
import type { Affine, ArmVectors, Block, Held, HostMachine, Matrix, Vector, Windows } from './machine'
import { addProduct } from './product'
import { columnsOf, rowsOf } from './views'
import { addProducts, causalSoftmax, contract, lengths, normalize } from './within'

interface Numbers {
  readonly data: Float64Array
}
interface PlainBlock extends Block, Numbers {}
interface PlainMatrix extends Matrix, Numbers {}
interface PlainVector extends Vector, Numbers {}

const dataOf = (held: Held) => (held as Held & Numbers).data
const blockOf = (rows: number, width: number, data = new Float64Array(rows * width)): PlainBlock => ({ rows, width, data })

/** What stands at one place after another of a sample: taps×places. */
function patches({ table, taps, places }: Affine, a: Float64Array, from: number, to: Float64Array): void {
  if (table) for (let k = 0; k < taps * places; k++) to[k] = table[k] < 0 ? 0 : a[from + table[k]]
}

function addBias({ biasAt, out, places }: Affine, theta: Float64Array, z: Float64Array, rows: number): void {
  if (biasAt < 0) return
  for (let i = 0, at = 0; i < rows; i++)
    for (let o = 0; o < out; o++) {
      const b = theta[biasAt + o]
      for (let q = 0; q < places; q++) z[at++] += b
    }
}

/** Adds sample i's gradient of rows first … first + count of W to `to`: W's part from `weightAt`, the bias's from `biasAt`, −1 for none. */
function addSample(
  map: Affine,
  dz: Float64Array,
  i: number,
  cols: Float64Array,
  to: Float64Array,
  weightAt: number,
  stride: number,
  biasAt: number,
  first: number,
  count: number,
): void {
  const { out, places, taps, scale } = map
  const from = (i * out + first) * places
  addProduct(to, weightAt, stride, rowsOf(dz, places, from), columnsOf(cols, places), count, taps, places, scale)
  if (biasAt >= 0) for (let f = 0; f < count; f++) for (let q = 0; q < places; q++) to[biasAt + f] += dz[from + f * places + q]
}

/** Calls `visit` with the first number of every window of a sample and the window's index. */
function eachWindow({ channels, height, width, size }: Windows, visit: (corner: number, index: number) => void): void {
  const [oh, ow] = [Math.floor(height / size), Math.floor(width / size)]
  let index = 0
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < oh; y++) for (let x = 0; x < ow; x++) visit((c * height + y * size) * width + x * size, index++)
}

const windowsOf = ({ channels, height, width, size }: Windows) => channels * Math.floor(height / size) * Math.floor(width / size)

export const PLAIN_MACHINE: HostMachine = {
  precision: 'f64',
  scope: body => body(),
  keep: held => held,
  free() {},
  usage: () => ({ bytes: 0, held: 0 }),
  dispose() {},

  vector: (values): PlainVector => ({ length: values.length, data: values.slice() }),
  zeros: ({ length }): PlainVector => ({ length, data: new Float64Array(length) }),
  block: (values, width) => blockOf(values.length / width, width, values.slice()),
  matrix: (rows, columns, value): PlainMatrix => ({ rows, columns, data: new Float64Array(rows * columns).fill(value) }),
  gather(X, width, rows, from, count) {
    const block = blockOf(count, width)
    for (let i = 0; i < count; i++) {
      const at = (rows ? rows[from + i] : from + i) * width
      for (let j = 0; j < width; j++) block.data[i * width + j] = X[at + j]
    }
    return block
  },
  read: async held => dataOf(held).slice(),
  values: held => dataOf(held).slice(),
  write: (to, values) => dataOf(to).set(values),
  combine(to, parts, x, y, from = 0) {
    const [o, a, b] = parts.map(dataOf)
    const sum = dataOf(to)
    for (let i = from; i < sum.length; i++) sum[i] = o[i] + x * a[i] + y * b[i]
  },
  clear: x => dataOf(x).fill(0),
  matrixOf: (values, columns): PlainMatrix => ({ rows: values.length / columns, columns, data: values.slice() }),
  diagonal: A => Float64Array.from({ length: A.rows }, (_, i) => dataOf(A)[i * (A.columns + 1)]),
  rowSums(A, B, w) {
    const { rows, columns } = A
    const sums = new Float64Array(rows)
    const [a, b] = [dataOf(A), B && dataOf(B)]
    for (let i = 0; i < rows; i++) sums[i] = weightedRow(a, b, i * columns, w)
    return sums
  },

  linear(map, theta, a, bias, plus) {
    const { out, taps, places, inputs, table, scale, weightAt, stride } = map
    const [W, x] = [dataOf(theta), dataOf(a)]
    const z = (plus as PlainBlock | undefined) ?? blockOf(a.rows, out * places)
    if (!table) addProduct(z.data, 0, out, rowsOf(x, inputs), columnsOf(W, stride, weightAt), a.rows, out, taps, scale)
    else {
      const cols = new Float64Array(taps * places)
      for (let i = 0; i < a.rows; i++) {
        patches(map, x, i * inputs, cols)
        addProduct(z.data, i * z.width, places, rowsOf(W, stride, weightAt), rowsOf(cols, places), out, places, taps, scale)
      }
    }
    if (bias) addBias(map, W, z.data, a.rows)
    return z
  },
  transposed(map, theta, dz, plus) {
    const { out, taps, places, inputs, table, scale, weightAt, stride } = map
    const [W, u] = [dataOf(theta), dataOf(dz)]
    const da = (plus as PlainBlock | undefined) ?? blockOf(dz.rows, inputs)
    if (!table) {
      addProduct(da.data, 0, inputs, rowsOf(u, out), rowsOf(W, stride, weightAt), dz.rows, inputs, out, scale)
      return da
    }
    const cols = new Float64Array(taps * places)
    for (let i = 0; i < dz.rows; i++) {
      cols.fill(0)
      addProduct(cols, 0, places, columnsOf(W, stride, weightAt), rowsOf(u, places, i * dz.width), taps, places, out, scale)
      for (let k = 0; k < cols.length; k++) if (table[k] >= 0) da.data[i * inputs + table[k]] += cols[k]
    }
    return da
  },
  addGradient(map, dz, a, sum, bias) {
    const { out, taps, places, inputs, table, scale, weightAt, stride, biasAt } = map
    const [u, x, to] = [dataOf(dz), dataOf(a), dataOf(sum)]
    if (!table) {
      addProduct(to, weightAt, stride, columnsOf(u, out), rowsOf(x, inputs), out, taps, dz.rows, scale)
      if (bias && biasAt >= 0) for (let i = 0, at = 0; i < dz.rows; i++) for (let o = 0; o < out; o++) to[biasAt + o] += u[at++]
      return
    }
    const cols = new Float64Array(taps * places)
    for (let i = 0; i < dz.rows; i++) {
      patches(map, x, i * inputs, cols)
      addSample(map, u, i, cols, to, weightAt, stride, bias ? biasAt : -1, 0, out)
    }
  },
  sampleGradients(map, dz, a, first, count) {
    const { taps, places, inputs, table, biasAt } = map
    const J = blockOf(dz.rows, count * (taps + (biasAt < 0 ? 0 : 1)))
    const [u, x] = [dataOf(dz), dataOf(a)]
    const cols = new Float64Array(taps * places)
    for (let i = 0; i < dz.rows; i++) {
      if (table) patches(map, x, i * inputs, cols)
      else cols.set(x.subarray(i * inputs, (i + 1) * inputs))
      addSample(map, u, i, cols, J.data, i * J.width, taps, biasAt < 0 ? -1 : i * J.width + count * taps, first, count)
    }
    return J
  },

  activate(name, below, z, slopes) {
    const a = blockOf(z.rows, z.width)
    const slope = slopes ? blockOf(z.rows, z.width) : null
    activate(name, below, dataOf(z), a.data, slope?.data ?? null, a.data.length)
    return { a, slope }
  },
  bend(name, z) {
    const out = blockOf(z.rows, z.width)
    return secondDerivative(name, dataOf(z), out.data, out.data.length) ? out : null
  },
  multiply(x, y) {
    const [a, b] = [dataOf(x), dataOf(y)]
    for (let i = 0; i < a.length; i++) a[i] *= b[i]
    return x
  },
  add(x, y) {
    const [a, b] = [dataOf(x), dataOf(y)]
    for (let i = 0; i < a.length; i++) a[i] += b[i]
    return x
  },
  copy: x => blockOf(x.rows, x.width, dataOf(x).slice()),

  maxima(windows, a) {
    const at = blockOf(a.rows, windowsOf(windows))
    const x = dataOf(a)
    for (let i = 0; i < a.rows; i++)
      eachWindow(windows, (corner, k) => {
        let top = corner
        for (let y = 0; y < windows.size; y++)
          for (let c = 0; c < windows.size; c++) {
            const cell = corner + y * windows.width + c
            if (x[i * a.width + cell] > x[i * a.width + top]) top = cell
          }
        at.data[i * at.width + k] = top
      })
    return at
  },
  pool(windows, a, at) {
    const { size, width } = windows
    const z = blockOf(a.rows, windowsOf(windows))
    const [x, places] = [dataOf(a), at && dataOf(at)]
    for (let i = 0; i < a.rows; i++)
      eachWindow(windows, (corner, k) => {
        const from = i * a.width
        if (places) z.data[i * z.width + k] = x[from + places[i * z.width + k]]
        else {
          let sum = 0
          for (let y = 0; y < size; y++) for (let c = 0; c < size; c++) sum += x[from + corner + y * width + c]
          z.data[i * z.width + k] = sum / (size * size)
        }
      })
    return z
  },
  unpool(windows, dz, at) {
    const { size, channels, height, width } = windows
    const da = blockOf(dz.rows, channels * height * width)
    const [u, places] = [dataOf(dz), at && dataOf(at)]
    for (let i = 0; i < dz.rows; i++)
      eachWindow(windows, (corner, k) => {
        const from = i * da.width
        const value = u[i * dz.width + k]
        if (places) da.data[from + places[i * dz.width + k]] += value
        else for (let y = 0; y < size; y++) for (let c = 0; c < size; c++) da.data[from + corner + y * width + c] += value / (size * size)
      })
    return da
  },

  products(shape, x, y, plus) {
    const z = (plus as PlainBlock | undefined) ?? blockOf(x.rows, shape.width)
    addProducts(shape, dataOf(x), x.width, dataOf(y), y.width, z.data)
    return z
  },
  causalSoftmax(places, z) {
    causalSoftmax(places, dataOf(z))
    return z
  },
  contract(groups, scale, x, y, z, plus) {
    const out = (plus as PlainBlock | undefined) ?? blockOf(y.rows, y.width)
    contract(groups, scale, x && dataOf(x), dataOf(y), z && dataOf(z), out.data)
    return out
  },
  lengths(scale, x, y) {
    const out = blockOf(x.rows, 1)
    lengths(x.width, scale, dataOf(x), y && dataOf(y), out.data)
    return out
  },
  normalize(groups, x) {
    const [y, r] = [blockOf(x.rows, x.width), blockOf(x.rows, x.width)]
    normalize(groups, dataOf(x), y.data, r.data)
    return { y, r }
  },

  residuals(loss, f, Y, rows, from) {
    const r = blockOf(f.rows, f.width)
    residualsOf(loss, f.width, dataOf(f), Y, rows, from, f.rows, r.data, null)
    return r
  },
  curvature(loss, f, u) {
    applyCurvature(loss, f.width, dataOf(f), dataOf(u), u.rows)
    return u
  },

  gram(D, E, scale, lower, plus) {
    const A = (plus as PlainMatrix | undefined) ?? { rows: D.rows, columns: E.rows, data: new Float64Array(D.rows * E.rows) }
    addProduct(A.data, 0, E.rows, rowsOf(dataOf(D), D.width), columnsOf(dataOf(E), E.width), D.rows, E.rows, D.width, scale, lower)
    return A
  },
  mirror(A) {
    mirrored(dataOf(A), A.rows)
    return A
  },
  multiplyMatrix(A, B) {
    const [a, b] = [dataOf(A), dataOf(B)]
    for (let i = 0; i < a.length; i++) a[i] *= b[i]
    return A
  },
  addMatrix(A, B) {
    const [a, b] = [dataOf(A), dataOf(B)]
    for (let i = 0; i < a.length; i++) a[i] += b[i]
    return A
  },

  step(rule, from, sum, count, eta, settings, to, changed) {
    const gradient = dataOf(sum)
    for (let i = 0; i < gradient.length; i++) gradient[i] /= count
    const arrays = ({ theta, state }: ArmVectors) => ({
      theta: dataOf(theta),
      state: Object.fromEntries(changed.map(name => [name, dataOf(state[name])])),
    })
    const next = arrays(to)
    updateOf(rule).step(arrays(from), gradient, eta, settings, next)
    return landed(next, OVERFLOW.f64)
  },
}

/** The sum of w_j a_j b_j from a place on: four sums over j mod 4, which a vector unit can take side by side. */
function weightedRow(a: Float64Array, b: Float64Array | null, at: number, w: Float64Array): number {
  const fours = w.length - (w.length % 4)
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let j = 0, k = at; j < fours; j += 4, k += 4) {
    s0 += (b ? a[k] * b[k] : a[k]) * w[j]
    s1 += (b ? a[k + 1] * b[k + 1] : a[k + 1]) * w[j + 1]
    s2 += (b ? a[k + 2] * b[k + 2] : a[k + 2]) * w[j + 2]
    s3 += (b ? a[k + 3] * b[k + 3] : a[k + 3]) * w[j + 3]
  }
  let sum = s0 + s2 + (s1 + s3)
  for (let j = fours; j < w.length; j++) sum += (b ? a[at + j] * b[at + j] : a[at + j]) * w[j]
  return sum
}

/** Copies the lower triangle to the upper, in place: in squares that stay in the nearest cache, for columns of a large matrix would each miss it. */
export function mirrored(A: Float64Array | Float32Array, n: number): void {
  const side = 32
  for (let top = 0; top < n; top += side)
    for (let left = 0; left <= top; left += side)
      for (let i = top; i < Math.min(n, top + side); i++) for (let j = left; j < Math.min(i, left + side); j++) A[j * n + i] = A[i * n + j]
}
