import type { EnsembleKernel, MakeEnsemble, RotatedProblem } from '../ensemble'
import type { Precision } from '../precision'
import { beginning, checkRange } from '../single'
import { Arena } from './arena'
import { compiled, type Instance, instantiated } from './module'
import { DEFLATED_BASE64 } from './replicaKernels.generated'

type Steps = (from: number, to: number, etas: number, steps: number, batch: number, taken: number, drawn: number, limit: number) => void
type Energies = (from: number, to: number, head: number, out: number) => void

/** The exports of assembly/replicas.ts. */
interface ReplicaKernels extends Instance {
  ensembleSetup(
    features: number,
    stride: number,
    width: number,
    n: number,
    rest: number,
    lambda: number,
    states: number,
    exponents: number,
    escapes: number,
    room: number,
    draws: number,
    seed: number,
    stream: number,
  ): void
  ensembleSteps64: Steps
  ensembleSteps32: Steps
  ensembleEnergies64: Energies
  ensembleEnergies32: Energies
}

/** Draws of one replica that fit the scratch room of a call, at least. */
const DRAWS = 8192
const MOST_STEPS = 1024
/** Bytes that a row is padded to. */
const LINE = 32

/** Makes ensembles, each in a WebAssembly memory of its own, which is freed when it is dropped (its dispose has nothing to do). */
export async function createEnsembles(): Promise<MakeEnsemble> {
  const module = await compiled(DEFLATED_BASE64)
  return async (...args) => openKernel(await instantiated<ReplicaKernels>(module), ...args)
}

/**
 * Draws, sums in a fixed order and energies in float64 are those of either precision: the same bits everywhere. In float32 features,
 * residuals at the minimum and states are rounded: over 100 stable steps states stay within 1e-6 of float64, relative to their length.
 */
function openKernel(
  kernels: ReplicaKernels,
  problem: RotatedProblem,
  R: number,
  seed: number,
  stream: number,
  precision: Precision = 'f64',
): EnsembleKernel {
  const { n, s, features, lambda, rest } = problem
  const what = `An ensemble of ${R} replicas with n = ${n} in ${s} directions`
  if (precision === 'f32') checkRange(problem, what)
  const origin = precision === 'f32' ? beginning(problem) : { w: problem.start, exponent: 0 }
  const size = precision === 'f32' ? 4 : 8
  const arena = new Arena(kernels.memory, kernels.heapBase())
  const width = LINE * Math.ceil((size * s) / LINE)
  // Rows that begin at multiples of 1,024 bytes would fight for the same cache sets.
  const stride = width % 1024 === 0 ? width + LINE : width
  const numbers = width / size
  const room = Math.max(DRAWS, n) + 64
  arena.require(n * (stride + size) + R * (width + 40) + 4 * width + 8 * (numbers + MOST_STEPS) + 4 * room, what)
  const take = (bytes: number) => arena.take(bytes, what)
  const at = {
    features: take(n * stride),
    rest: rest ? take(n * size) : 0,
    lambda: take(8 * numbers),
    states: take(R * width),
    exponents: take(4 * R),
    escapes: take(8 * R),
    room: take(width),
    etas: take(8 * MOST_STEPS),
    draws: take(4 * room),
    energies: take(24 * R),
  }
  const held = (address: number, bytes: number) => arena[precision](address, bytes / size)
  const rows = held(at.features, n * stride)
  for (let i = 0; i < n; i++) rows.set(features.subarray(i * s, (i + 1) * s), (i * stride) / size)
  if (rest) held(at.rest, n * size).set(rest)
  arena.f64(at.lambda, s).set(lambda)
  kernels.ensembleSetup(
    at.features,
    stride,
    width,
    n,
    at.rest,
    at.lambda,
    at.states,
    at.exponents,
    at.escapes,
    at.room,
    at.draws,
    seed,
    stream,
  )
  const steps = precision === 'f32' ? kernels.ensembleSteps32 : kernels.ensembleSteps64
  const energies = precision === 'f32' ? kernels.ensembleEnergies32 : kernels.ensembleEnergies64
  const states = held(at.states, R * width)
  const exponents = arena.i32(at.exponents, R)
  const escapes = arena.f64(at.escapes, R)
  const reset = () => {
    for (let r = 0; r < R; r++) states.set(origin.w, r * numbers)
    exponents.fill(origin.exponent)
    escapes.fill(-1)
  }
  reset()
  return {
    R,
    machine: { id: 'wasm', precision, device: '' },
    reset,
    dispose() {},
    async advance({ etas, B, taken, drawn, limit }) {
      const most = Math.max(1, Math.min(MOST_STEPS, Math.floor(DRAWS / B)))
      for (let t = 0; t < etas.length; t += most) {
        const part = etas.subarray(t, t + most)
        arena.f64(at.etas, part.length).set(part)
        steps(0, R, at.etas, part.length, B, taken + t, drawn + t * B, limit)
      }
    },
    state: async r => ({ w: Float64Array.from(states.subarray(r * numbers, r * numbers + s)), exponent: exponents[r] }),
    async read(head) {
      energies(0, R, head, at.energies)
      return { energies: arena.f64(at.energies, 3 * R).slice(), exponents: exponents.slice(), escapes: escapes.slice() }
    },
  }
}
