import { expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { MAP, PRESETS } from '../../scenario'
import { createBackend } from '../backends/create'
import { createEnsembles } from '../backends/wasm/ensemble'
import { createEnsemble } from './ensemble'
import { readCell } from './map'
import { openEnsembleProblem } from './problem'

it('the exponents of the stability map hold within their errors what runs of 12 800 steps have, also where they are near zero', async () => {
  const { scenario } = PRESETS.get('stability-map')!
  const problem = await openEnsembleProblem(scenario, await createBackend('wasm'), undefined)
  const kernel = await (await createEnsembles())(problem, MAP.replicas, scenario.seed, STREAM.ensemble)
  const off: number[] = []
  for (const [B, etas] of [
    [1, [0.03, 0.11, 0.3, 0.45, 0.7]],
    [4, [0.06, 0.2, 0.5, 1]],
    [32, [0.11, 0.5, 1.2]],
  ] as const)
    for (const eta of etas) {
      const cell = await readCell(problem, kernel, 10, eta, B)
      const long = createEnsemble(problem, kernel, 10)
      await long.advance(new Float64Array(12_800).fill(eta), B)
      const { lyapunov, lyapunovError, since } = await long.read(1)
      expect(since).toBeGreaterThanOrEqual(4096)
      const error = Math.sqrt(cell.lyapunovError * cell.lyapunovError + lyapunovError * lyapunovError)
      off.push(Math.abs(cell.lyapunov - lyapunov) / error)
      expect(off.at(-1), `η ${eta}, B ${B}: ${cell.lyapunov} ± ${cell.lyapunovError} against ${lyapunov} ± ${lyapunovError}`).toBeLessThan(
        2,
      )
      expect(cell.lyapunovError).toBeLessThan(0.006)
    }
  expect(Math.max(...off)).toBeGreaterThan(0.3)
})

it('holds them where directions that part slowly are mixed by the noise', async () => {
  const { scenario } = PRESETS.get('stability-map')!
  const flat = { ...scenario, seed: 1, data: { ...scenario.data, spectrum: 'isotropic', n: 100, d: 20 } } as const
  const problem = await openEnsembleProblem(flat, await createBackend('wasm'), undefined)
  const make = await createEnsembles()
  const kernel = await make(problem, MAP.replicas, flat.seed, STREAM.ensemble)
  const far = await make(problem, 64, flat.seed + 1, STREAM.ensemble)
  for (const eta of [0.16, 0.24]) {
    const cell = await readCell(problem, kernel, 10, eta, 16)
    const long = createEnsemble(problem, far, 10)
    await long.advance(new Float64Array(8192).fill(eta), 16)
    const { lyapunov, lyapunovError } = await long.read(1)
    const error = Math.sqrt(cell.lyapunovError * cell.lyapunovError + lyapunovError * lyapunovError)
    expect(Math.abs(cell.lyapunov - lyapunov) / error, `η ${eta}`).toBeLessThan(1.5)
    expect(cell.lyapunovError).toBeLessThan(0.002)
  }
})
