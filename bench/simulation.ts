import { decodeLink } from '../src/scenario'
import { createBackend } from '../src/sim/backends/create'
import type { BackendId } from '../src/sim/backends/types'
import { createSimulation } from '../src/sim/simulation'

const LINKS = ['s=linear-anisotropic', 's=linear-label-noise&n=20000&d=50', 's=olm-diagonal', 's=olm-two-layer']
const ROUNDS = 7
const STEPS = 400

const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1]

// Milliseconds per step of all arms and per measurement, on both float64 backends in turns.
console.log(
  `\n${'whole simulation, all arms'.padEnd(44)}${'step'.padStart(10)}${'plain'.padStart(10)}${'measure'.padStart(12)}${'plain'.padStart(10)}`,
)
for (const link of LINKS) {
  const ids: BackendId[] = ['wasm', 'reference']
  const sims = await Promise.all(
    ids.map(async id => createSimulation(decodeLink(`${link}&eta=0.01&steps=1000000000`), await createBackend(id))),
  )
  const steps: number[][] = [[], []]
  const measures: number[][] = [[], []]
  for (let round = 0; round < ROUNDS; round++)
    for (const [a, sim] of sims.entries()) {
      const count = link.includes('n=20000') ? STEPS / 40 : STEPS
      const begun = performance.now()
      await sim.advance(count)
      const stepped = performance.now()
      await sim.measure()
      steps[a].push((stepped - begun) / count)
      measures[a].push(performance.now() - stepped)
    }
  const cell = (ms: number) => (ms < 0.1 ? `${(ms * 1000).toFixed(2)} µs` : `${ms.toFixed(2)} ms`).padStart(10)
  console.log(
    `${link.padEnd(44)}${cell(median(steps[0]))}${cell(median(steps[1]))}  ${cell(median(measures[0]))}${cell(median(measures[1]))}`,
  )
  for (const sim of sims) sim.dispose()
}
