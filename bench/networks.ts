/**
 * Times of networks on the wasm numerics against the plain ones, which give the same bits: `npm run bench -- networks`. CPU
 * milliseconds, medians of interleaved runs; bench/networks.py times the same work in PyTorch.
 */

import type { Numerics } from '../src/lib/numerics'
import { atRest, DEFAULTS } from '../src/lib/optimizers'
import { createBackend } from '../src/sim/backends/create'
import { openGram } from '../src/sim/net/gram'
import { layNet, type Net, withNumerics } from '../src/sim/net/layout'
import { netNoise } from '../src/sim/net/noise'
import { PLAIN_NUMERICS } from '../src/sim/net/product'
import { twoLayer } from '../src/sim/net/spec'
import { networkGradients } from '../src/sim/netGradients'
import { createStepper } from '../src/sim/stepper'

const [N, D, B, STEPS] = [1000, 50, 32, 20]

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

const next = generator(1)
const random = (length: number) => Float64Array.from({ length }, next)
const [X, y] = [random(N * D), random(N)]

/** CPU milliseconds per call, medians over rounds in which all jobs take turns. */
async function medians(jobs: readonly (() => unknown)[], rounds: number): Promise<number[]> {
  const times: number[][] = jobs.map(() => [])
  for (let round = 0; round <= rounds; round++)
    for (const [k, job] of jobs.entries()) {
      const before = process.cpuUsage()
      await job()
      const { user, system } = process.cpuUsage(before)
      if (round > 0) times[k].push((user + system) / 1000)
    }
  return times.map(list => list.sort((a, b) => a - b)[rounds >> 1])
}

function report(name: string, [wasm, plain]: number[], per = 1): void {
  const cell = (ms: number) => `${(ms / per).toPrecision(3)} ms`.padStart(12)
  console.log(`${name.padEnd(44)}${cell(wasm!)}${cell(plain!)}${`${(plain! / wasm!).toFixed(1)}×`.padStart(8)}`)
}

function steps(net: Net): () => Promise<number> {
  const engine = createStepper(networkGradients(net, X, y))
  engine.addArm(atRest(random(net.size).map(v => v / 8)))
  const batch = Int32Array.from({ length: STEPS * B }, () => Math.floor((N / 2) * (next() + 1)))
  return () => engine.advance(0, { eta: new Float64Array(STEPS).fill(1e-4), batch, batchSize: B, settings: DEFAULTS })
}

function measurement(net: Net): () => unknown {
  const theta = random(net.size).map(v => v / 8)
  return () => netNoise(openGram(net, theta, X), y)
}

const numerics: readonly Numerics[] = [(await (await createBackend('wasm')).numerics?.())!, PLAIN_NUMERICS]
console.log(`\n${`networks: two-layer, d ${D}`.padEnd(44)}${'wasm'.padStart(12)}${'plain'.padStart(12)}${'ratio'.padStart(8)}`)
for (const activation of ['relu', 'tanh'] as const)
  for (const [m, rounds] of [
    [1024, 9],
    [16384, 1],
  ] as const) {
    const nets = numerics.map(by => withNumerics(layNet(twoLayer({ d: D, m, scaling: 'ntk', activation, outer: 'trained' })), by))
    report(`step, ${activation}, m ${m}, B ${B}`, await medians(nets.map(steps), rounds), STEPS)
    report(`mu, ${activation}, m ${m}, n ${N}`, await medians(nets.map(measurement), rounds))
  }
