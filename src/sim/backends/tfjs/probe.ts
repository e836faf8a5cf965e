import { add, sum, type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core'
import { Fault } from '../../../lib/fault'
import { largest, product, transposed } from './ops'
import type { TensorOwner } from './tensorOwner'

/** A start-up check of the device failed: what was found instead of what was expected. */
export class ProbeError extends Fault {
  override readonly name = 'ProbeError'
  constructor(probe: string, found: number | undefined, expected: number) {
    super(`This GPU computes wrong numbers (probe "${probe}": found ${found}, expected ${expected})`, 'choose wasm')
  }
}

/** Rows and inner length at which tfjs-webgpu 4.22 gets a·bᵀ wrong. */
const SIDE = 24
const INNER = 2048
const LENGTH = 4096

/** Checks what the engine relies on; rejects with a ProbeError that names the first probe that fails. */
export async function probe(owner: TensorOwner): Promise<void> {
  await keepsDigits(owner)
  await reaches(owner)
  await sums(owner)
  await multiplies(owner)
}

/** f32 storage: in f16, 1 + 1e-4 is 1 and 70000 is infinite. */
async function keepsDigits(owner: TensorOwner): Promise<void> {
  const found = await owner.fetch(() => add(tensor1d(filled(8, () => 1)), tensor1d(filled(8, () => 1e-4))))
  expectClose('1 + 1e-4', found[5], 1 + 1e-4, 1e-6)
}

async function reaches(owner: TensorOwner): Promise<void> {
  const values = filled(LENGTH, i => (i === 2345 ? -70000 : i / LENGTH))
  const found = await owner.fetch(() => largest([tensor1d(values)]))
  expectClose('largest of 4096', found[0], 70000, 0)
}

async function sums(owner: TensorOwner): Promise<void> {
  const values = filled(LENGTH, i => wave(i) + 0.5)
  const expected = values.reduce((total, value) => total + value, 0)
  const added = await owner.fetch(() => sum(tensor1d(values)))
  expectClose('sum of 4096', added[0], expected, 1e-5)
  const ones = filled(LENGTH, () => 1)
  const dot = await owner.fetch(() => product<Tensor2D>(tensor2d(ones, [1, LENGTH]), tensor2d(values, [LENGTH, 1])))
  expectClose('product of 4096', dot[0], expected, 1e-5)
}

async function multiplies(owner: TensorOwner): Promise<void> {
  const values = filled(SIDE * INNER, wave)
  const found = await owner.fetch(() => {
    const A = tensor2d(values, [SIDE, INNER])
    return product(A, transposed(A))
  })
  for (let i = 0; i < SIDE; i++) {
    for (let j = 0; j < SIDE; j++) {
      let exact = 0
      for (let k = 0; k < INNER; k++) exact += values[i * INNER + k] * values[j * INNER + k]
      // Rows have squared length near INNER/12: errors are measured against that.
      expectClose(`matrix product at ${i},${j}`, found[i * SIDE + j], exact, 1e-5, INNER / 12)
    }
  }
}

/** Fixed values in [−0.5, 0.5) without visible pattern. */
function wave(i: number): number {
  return ((i * 7919 + ((i * i) % 127) * 104729) % 1009) / 1009 - 0.5
}

function filled(length: number, value: (i: number) => number): Float32Array {
  return Float32Array.from({ length }, (_, i) => value(i))
}

function expectClose(name: string, found: number | undefined, expected: number, tolerance: number, scale = Math.abs(expected)): void {
  if (found === undefined || !(Math.abs(found - expected) <= tolerance * scale)) throw new ProbeError(name, found, expected)
}
