import { STREAM } from '../../src/lib/philox'
import { normals } from '../../src/lib/random'
import { elementAt, numberAt } from '../../src/lib/values'
import type { EnsembleKernel, RotatedProblem } from '../../src/sim/backends/ensemble'
import { createEnsembles } from '../../src/sim/backends/wasm/ensemble'
import { createGpuEnsembles } from '../../src/sim/backends/webgpu'
import { type Gpu, openGpu } from '../../src/sim/backends/webgpu/device'
import { openKernel } from '../../src/sim/backends/webgpu/ensemble'
import type { Layout } from '../../src/sim/backends/webgpu/layout'

export type LayoutName = 'thread' | 'barrier' | 'subgroup'
export interface Case {
  readonly layout: LayoutName
  readonly n: number
  readonly s: number
  readonly R: number
  readonly B: number
  readonly noisy: boolean
  readonly eta: number
  /** Steps of each call. */
  readonly pieces: readonly number[]
  readonly limit: number
  /** Size of the start. */
  readonly size?: number
}

/** GPU buffers made and not destroyed, counted from outside. */
let live = 0
const { createBuffer } = GPUDevice.prototype
const { destroy } = GPUBuffer.prototype
const held = new WeakSet<GPUBuffer>()
GPUDevice.prototype.createBuffer = function (...args) {
  const made = createBuffer.apply(this, args)
  held.add(made)
  live++
  return made
}
GPUBuffer.prototype.destroy = function () {
  if (held.delete(this)) live--
  return destroy.apply(this)
}

const exact = createEnsembles()
let gpu: Gpu
const told = (promise: Promise<unknown>) => promise.then(String, error => `${error.name}: ${error.message}`)

function layoutOf(name: LayoutName): Layout {
  if (name === 'thread') return { kind: 'thread' }
  return name === 'barrier' ? { kind: 'group', lanes: 16, summing: name } : { kind: 'group', lanes: gpu.subgroup, summing: name }
}

function problemOf({ n, s, noisy, size = 1 }: Case): RotatedProblem {
  const features = normals(new Float64Array(n * s), 3, STREAM.data)
  const lambda = Float64Array.from({ length: s }, (_, k) => 1 / (k + 1))
  const rest = noisy ? normals(new Float64Array(n), 4, STREAM.data) : null
  return { n, s, features, lambda, rest, start: normals(new Float64Array(s), 5, STREAM.init).map(z => size * z) }
}

async function run(kernel: EnsembleKernel, { pieces, eta, B, limit }: Case) {
  let taken = 0
  for (const count of pieces) {
    await kernel.advance({ etas: new Float64Array(count).fill(eta), B, taken, drawn: taken * B, limit })
    taken += count
  }
  const states: Float64Array[] = []
  const exponents: number[] = []
  for (let r = 0; r < kernel.R; r++) {
    const { w, exponent } = await kernel.state(r)
    states.push(w)
    exponents.push(exponent)
  }
  const reading = await kernel.read(1)
  kernel.dispose()
  return { states, exponents, reading }
}

/** Largest distance of two replicas, relative to their length, whatever their powers of two. */
function farthest(a: Awaited<ReturnType<typeof run>>, b: Awaited<ReturnType<typeof run>>): number {
  const norm = (v: Float64Array) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0))
  return Math.max(
    ...a.states.map((w, r) => {
      const scaled = w.map(v => v * 2 ** (numberAt(a.exponents, r) - numberAt(b.exponents, r)))
      const right = elementAt(b.states, r)
      return norm(scaled.map((v, k) => v - numberAt(right, k))) / norm(right)
    }),
  )
}

const commands = {
  async open() {
    gpu = await openGpu()
    const { name, software, subgroup } = gpu
    return { name, software, subgroup }
  },

  /** A case on the GPU beside float64 on the processor. */
  async compare(spec: Case) {
    const problem = problemOf(spec)
    const found = await run(await openKernel(gpu, problem, spec.R, 99, STREAM.ensemble, layoutOf(spec.layout)), spec)
    const right = await run(await (await exact)(problem, spec.R, 99, STREAM.ensemble), spec)
    const off = found.reading.energies.map((e, i) => {
      const r = Math.floor(i / 3)
      const scaled = e * 4 ** (numberAt(found.exponents, r) - numberAt(right.exponents, r))
      const exact = (at: number) => numberAt(right.reading.energies, at)
      const all = exact(3 * r) + exact(3 * r + 1)
      return Math.abs(scaled - exact(i)) / (i % 3 === 2 ? exact(i) : all)
    })
    return {
      error: farthest(found, right),
      energies: Math.max(...off),
      escapes: [[...found.reading.escapes], [...right.reading.escapes]],
      exponents: [found.exponents, [...found.reading.exponents]],
    }
  },

  /** Whether a run in pieces gives the bits of one in a go, and the same again after a reset. */
  async repeat(spec: Case) {
    const [whole, pieces] = [{ ...spec, pieces: [spec.pieces.reduce((a, b) => a + b)] }, spec]
    const open = () => openKernel(gpu, problemOf(spec), spec.R, 99, STREAM.ensemble, layoutOf(spec.layout))
    const again = await open()
    await again.advance({ etas: new Float64Array(9).fill(1), B: 2, taken: 0, drawn: 0, limit: 0 })
    again.reset()
    const [a, b, c] = [await run(await open(), whole), await run(await open(), pieces), await run(again, pieces)]
    return [a, b, c].map(({ states, exponents, reading }) => JSON.stringify([states.map(w => [...w]), exponents, [...reading.escapes]]))
  },

  /** How often each of n = s samples is drawn in each step, for every replica: a sample sees one direction, and halves it. */
  async draws({ layout, n, R, B, steps, drawn }: { layout: LayoutName; n: number; R: number; B: number; steps: number; drawn: number }) {
    const features = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0))
    const ones = new Float64Array(n).fill(1)
    const problem = { n, s: n, features, lambda: ones, rest: null, start: ones }
    const kernel = await openKernel(gpu, problem, R, 99, STREAM.ensemble, layoutOf(layout))
    const counts: number[][][] = Array.from({ length: R }, () => [])
    for (let t = 0; t < steps; t++) {
      kernel.reset()
      await kernel.advance({ etas: Float64Array.of(B / 64), B, taken: 0, drawn: drawn + t * B, limit: Infinity })
      for (const [r, of] of counts.entries()) of.push([...(await kernel.state(r)).w].map(v => Math.round(64 * (1 - v))))
    }
    kernel.dispose()
    return counts
  },

  async hold(spec: Case, steps: number) {
    const before = live
    const kernel = await openKernel(gpu, problemOf(spec), spec.R, 99, STREAM.ensemble, layoutOf(spec.layout))
    const during: number[] = []
    for (let taken = 0; taken < steps; taken += 100) {
      await kernel.advance({ etas: new Float64Array(100).fill(spec.eta), B: spec.B, taken, drawn: taken * spec.B, limit: 1 })
      await kernel.read(1)
      during.push(live - before)
    }
    kernel.dispose()
    const left = live - before
    kernel.dispose()
    return { during: [...new Set(during)], left, said: [await told(kernel.read(1)), await told(kernel.advance(nothing))] }
  },

  async refuse(spec: Case) {
    const problem = problemOf(spec)
    const open = (change: Partial<RotatedProblem>, R = spec.R) => told(openKernel(gpu, { ...problem, ...change }, R, 1, STREAM.ensemble))
    return [
      await open({ features: problem.features.map(() => 1e30) }),
      await open({}, 70_000),
      // Only its length matters.
      await open({ n: 2 ** 28, s: 8 }),
    ]
  },

  /** Opens the ensembles as a page does; a wrong reference stands for a wrong GPU. */
  async check() {
    const before = live
    const right = await createGpuEnsembles(await exact)
    const { machine } = right
    right.dispose()
    const wrong = await told(
      createGpuEnsembles((problem, ...rest) => exact.then(make => make({ ...problem, start: problem.start.map(v => v * 1.001) }, ...rest))),
    )
    const late = await told(
      createGpuEnsembles(async (...args) => {
        const kernel = await (await exact)(...args)
        return { ...kernel, read: async head => ({ ...(await kernel.read(head)), escapes: new Float64Array(kernel.R).fill(2) }) }
      }),
    )
    const slow = await told(createGpuEnsembles(await exact, true))
    return { machine, slow, wrong, late, left: live - before }
  },

  async lose(spec: Case) {
    const kernel = await openKernel(gpu, problemOf(spec), spec.R, 99, STREAM.ensemble)
    const underWay = told(kernel.advance({ etas: new Float64Array(50).fill(0.1), B: 1, taken: 0, drawn: 0, limit: 1 }))
    gpu.device.destroy()
    const said = [await underWay, await told(kernel.read(1)), await told(kernel.state(0)), await told(kernel.advance(nothing))]
    said.push(await told(openKernel(gpu, problemOf(spec), 1, 1, STREAM.ensemble)))
    kernel.dispose()
    return said
  },
}
const nothing = { etas: Float64Array.of(1), B: 1, taken: 0, drawn: 0, limit: 1 }

addEventListener('message', async (event: MessageEvent<{ id: number; name: keyof typeof commands; args: never[] }>) => {
  const { id, name, args } = event.data
  try {
    postMessage({ id, value: await (commands[name] as (...args: unknown[]) => unknown)(...args) })
  } catch (error) {
    postMessage({ id, error: error instanceof Error ? `${error.name}: ${error.message}\n${error.stack}` : String(error) })
  }
})
