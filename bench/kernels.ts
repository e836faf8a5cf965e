/**
 * Times of the float64 kernels against plain JavaScript loops over Float64Array, and their share of the plain-SIMD peak:
 * `npm run bench -- kernels`. Medians of interleaved runs; only ratios within one run mean something.
 */
import { atRest, DEFAULTS } from '../src/lib/optimizers'
import type { Problem, StepPlan } from '../src/sim/backends/types'
import { createWasmBackend } from '../src/sim/backends/wasm'
import { DEFLATED_BASE64 } from '../src/sim/backends/wasm/benchKernels.generated'
import { createWasmEigh } from '../src/sim/backends/wasm/eigh'
import { compiled, compileKernels, type Instance, instantiated, instantiateKernels } from '../src/sim/backends/wasm/module'
import { jsEigh, jsGram, jsMoment, jsSteps } from './plain'

type Job = () => unknown

/** The exports of assembly/bench.ts. */
interface PeakKernel extends Instance {
  peak(x: number, rounds: number): number
}

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

const next = generator(1)
const random = (length: number) => Float64Array.from({ length }, next)

function makeProblem(n: number, d: number): Problem {
  return { n, d, X: random(n * d), y: random(n), model: { kind: 'linear' } }
}

/** Milliseconds per call: the median over rounds in which all jobs take turns. */
async function medians(jobs: Job[], rounds: number): Promise<number[]> {
  const times: number[][] = jobs.map(() => [])
  for (const job of jobs) await job()
  for (let round = 0; round < rounds; round++) {
    for (const [k, job] of jobs.entries()) {
      const start = performance.now()
      await job()
      times[k].push(performance.now() - start)
    }
  }
  return times.map(list => list.sort((a, b) => a - b)[rounds >> 1])
}

function report(name: string, [wasm, js, peak]: number[], steps: number, gigaflops?: number): void {
  const unit = (ms: number) => (ms < 0.01 ? `${(ms * 1e6).toFixed(0)} ns` : ms < 1 ? `${(ms * 1e3).toFixed(1)} µs` : `${ms.toFixed(2)} ms`)
  const share = gigaflops && peak ? `${((100 * gigaflops) / (wasm! / 1e3) / (PEAK_FLOPS / 1e9 / (peak / 1e3))).toFixed(0)} %` : ''
  const cells = [
    unit(wasm! / steps).padStart(10),
    unit(js! / steps).padStart(10),
    `${(js! / wasm!).toFixed(1)}×`.padStart(8),
    share.padStart(10),
  ]
  console.log(name.padEnd(34) + cells.join(''))
}

const PEAK_ROUNDS = 200_000
const PEAK_FLOPS = 32 * PEAK_ROUNDS

async function main(): Promise<void> {
  const backend = await createWasmBackend()
  const eigh = await createWasmEigh()
  const kernels = await instantiateKernels(await compileKernels())
  const ofPeak = await instantiated<PeakKernel>(await compiled(DEFLATED_BASE64))
  const peak = () => ofPeak.peak(ofPeak.heapBase(), PEAK_ROUNDS)
  console.log(`${''.padEnd(34)}${'wasm'.padStart(10)}${'JS f64'.padStart(10)}${'ratio'.padStart(8)}${'of peak'.padStart(10)}`)

  const small = makeProblem(1000, 50)
  const engine = await backend.open(small)
  const arm = engine.addArm(atRest(new Float64Array(50)))
  for (const [name, batchSize, steps] of [
    ['SGD step, d 50, B 1', 1, 16384],
    ['SGD step, d 50, B 4', 4, 16384],
    ['GD step, n 1000, d 50', 0, 100],
  ] as const) {
    const batch = batchSize ? Int32Array.from({ length: steps * batchSize }, () => Math.floor(500 * (next() + 1))) : null
    const plan: StepPlan = { eta: new Float64Array(steps).fill(1e-3), batch, batchSize: batchSize || 1000, settings: DEFAULTS }
    const theta = new Float64Array(50)
    report(name, await medians([() => engine.advance(arm, plan), () => jsSteps(small, theta, plan)], 15), steps)
  }
  await twoLayer(backend)

  const tall = makeProblem(20_000, 50)
  const tallEngine = await backend.open(tall)
  const syrk = (n: number, d: number) => (n * d * (d + 1)) / 1e9
  report('moment, n 1000, d 50', await medians([() => engine.moment(null), () => jsMoment(small), peak], 31), 1, syrk(1000, 50))
  report('moment, n 20000, d 50', await medians([() => tallEngine.moment(null), () => jsMoment(tall), peak], 9), 1, syrk(20_000, 50))
  report('gram, n 1000, d 50', await medians([() => engine.gram(null), () => jsGram(small), peak], 15), 1, syrk(50, 1000))
  const M = await engine.moment(null)
  report(
    'gram with M, n 1000, d 50',
    await medians([() => engine.gram(M), () => jsGram(small), peak], 9),
    1,
    syrk(50, 1000) + (2 * 1000 * 2500) / 1e9,
  )
  const wide = makeProblem(1000, 784)
  const wideEngine = await backend.open(wide)
  report('gram, n 1000, d 784', await medians([() => wideEngine.gram(null), () => jsGram(wide), peak], 3), 1, syrk(784, 1000))
  report('moment, n 1000, d 784', await medians([() => wideEngine.moment(null), () => jsMoment(wide), peak], 3), 1, syrk(1000, 784))

  // The inner product kernel alone, on operands that are already packed: 192×384 results of depth 256.
  kernels.memory.grow(64)
  const at = (doubles: number) => kernels.heapBase() + 8 * doubles
  const product = () => kernels.macro(at(0), at(192 * 256), at(576 * 256), 8 * 384, 48, 96, 256, 192, 0)
  const [alone, reference] = await medians([product, peak], 31)
  const share = (2 * 192 * 384 * 256) / alone! / (PEAK_FLOPS / reference!)
  console.log(`${'product kernel, packed'.padEnd(62)}${`${(100 * share).toFixed(0)} %`.padStart(10)}`)

  for (const n of [50, 200, 500]) {
    const X = random(n * n)
    const A = await (await backend.open({ n, d: n, X, y: random(n), model: { kind: 'linear' } })).moment(null)
    report(`eigh, n ${n}`, await medians([() => eigh(A, n), () => jsEigh(A, n)], n > 300 ? 3 : 9), 1)
  }
}

async function twoLayer(backend: Awaited<ReturnType<typeof createWasmBackend>>): Promise<void> {
  const [d, m, B, steps] = [50, 1024, 32, 100]
  const problem: Problem = { ...makeProblem(1000, d), model: { kind: 'olm-two-layer', m } }
  const engine = await backend.open(problem)
  const theta = random(m * d + m).map(v => v / 8)
  const arm = engine.addArm(atRest(theta))
  const batch = Int32Array.from({ length: steps * B }, () => Math.floor(500 * (next() + 1)))
  const plan: StepPlan = { eta: new Float64Array(steps).fill(1e-4), batch, batchSize: B, settings: DEFAULTS }
  report(
    'two-layer OLM step, d 50, m 1024, B 32',
    await medians([() => engine.advance(arm, plan), () => jsSteps(problem, theta, plan)], 9),
    steps,
  )
}

await main()
