import type { EnsembleKernel, MakeEnsemble, RotatedProblem } from '../ensemble'
import { Arena } from './arena'
import { padded, rowStride } from './layout'
import { compiled, type Instance, instantiated } from './module'
import { DEFLATED_BASE64 } from './replicaKernels.generated'

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
  ensembleSteps(from: number, to: number, etas: number, steps: number, batch: number, taken: number, drawn: number, limit: number): void
  ensembleEnergies(from: number, to: number, head: number, out: number): void
}

/** Draws of one replica that fit the scratch room of a call, at least. */
const DRAWS = 8192
const MOST_STEPS = 1024

/** Makes ensembles, each in a WebAssembly memory of its own, which is freed when it is dropped (its dispose has nothing to do). */
export async function createEnsembles(): Promise<MakeEnsemble> {
  const module = await compiled(DEFLATED_BASE64)
  return async (...args) => openKernel(await instantiated<ReplicaKernels>(module), ...args)
}

function openKernel(kernels: ReplicaKernels, problem: RotatedProblem, R: number, seed: number, stream: number): EnsembleKernel {
  const { n, s, features, lambda, rest, start } = problem
  const arena = new Arena(kernels.memory, kernels.heapBase())
  const width = padded(s)
  const stride = rowStride(s)
  const room = Math.max(DRAWS, n) + 64
  const what = `An ensemble of ${R} replicas with n = ${n} in ${s} directions`
  arena.require(8 * (n * stride + n + R * (width + 5) + 4 * width + MOST_STEPS) + 4 * room, what)
  const take = (doubles: number) => arena.take(8 * doubles, what)
  const at = {
    features: take(n * stride),
    rest: rest ? take(n) : 0,
    lambda: take(width),
    states: take(R * width),
    exponents: take(Math.ceil(R / 2)),
    escapes: take(R),
    room: take(width),
    etas: take(MOST_STEPS),
    draws: take(room / 2),
    energies: take(3 * R),
  }
  const rows = arena.f64(at.features, n * stride)
  for (let i = 0; i < n; i++) rows.set(features.subarray(i * s, (i + 1) * s), i * stride)
  if (rest) arena.f64(at.rest, n).set(rest)
  arena.f64(at.lambda, s).set(lambda)
  kernels.ensembleSetup(
    at.features,
    8 * stride,
    8 * width,
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
  const states = arena.f64(at.states, R * width)
  const exponents = arena.i32(at.exponents, R)
  const escapes = arena.f64(at.escapes, R)
  const reset = () => {
    for (let r = 0; r < R; r++) states.set(start, r * width)
    exponents.fill(0)
    escapes.fill(-1)
  }
  reset()
  return {
    R,
    machine: { id: 'wasm', precision: 'f64', device: '' },
    reset,
    dispose() {},
    async advance({ etas, B, taken, drawn, limit }) {
      const most = Math.max(1, Math.min(MOST_STEPS, Math.floor(DRAWS / B)))
      for (let t = 0; t < etas.length; t += most) {
        const part = etas.subarray(t, t + most)
        arena.f64(at.etas, part.length).set(part)
        kernels.ensembleSteps(0, R, at.etas, part.length, B, taken + t, drawn + t * B, limit)
      }
    },
    state: async r => ({ w: states.slice(r * width, r * width + s), exponent: exponents[r] }),
    async read(head) {
      kernels.ensembleEnergies(0, R, head, at.energies)
      return { energies: arena.f64(at.energies, 3 * R).slice(), exponents: exponents.slice(), escapes: escapes.slice() }
    },
  }
}
