/** A run that is read at given steps, to be laid beside the same run under other seeds. */

import type { Simulation } from './simulation'

/** What is read. */
export const SEED_COLUMNS = ['loss', 'mu', 'lambda_1'] as const
export type SeedColumn = (typeof SEED_COLUMNS)[number]

export interface SeedReport {
  readonly seed: number
  /** Per arm, a number for every step asked for; NaN where the arm has diverged, and while it is not there yet. */
  readonly arms: readonly Readonly<Record<SeedColumn, Float64Array>>[]
}

/** Takes a simulation at its start through ascending steps, reading all arms at each; `onReading` hears of every reading. */
export async function readSeed(
  sim: Simulation,
  steps: readonly number[],
  onReading: (done: number, known: SeedReport) => void,
): Promise<SeedReport> {
  const { loss, mu } = sim.columns.at
  const places = { loss, mu, lambda_1: sim.columns.first.lambda }
  const unknown = () => new Float64Array(steps.length).fill(Number.NaN)
  const arms = sim.scenario.arms.map(() => ({ loss: unknown(), mu: unknown(), lambda_1: unknown() }))
  const report: SeedReport = { seed: sim.scenario.seed, arms }
  for (const [i, step] of steps.entries()) {
    await sim.advance(step - sim.step)
    if (sim.divergences.every(Boolean)) break
    for (const [a, { row }] of (await sim.measure()).entries())
      if (!sim.divergences[a]) for (const name of SEED_COLUMNS) arms[a][name][i] = row[places[name]]
    onReading(i + 1, report)
  }
  return report
}
