/** The numbers that a script compares itself with: `exportRun` takes a run from its start and keeps rows of chosen steps. */

import { crc32 } from '../../lib/crc32'
import { NO_TICK, type Tick } from '../../lib/tick'
import type { ColumnName, Columns } from '../../scenario'
import type { DrawWatch } from '../armRun'
import type { Simulation } from '../simulation'

/** The columns that a script computes; others a row has are left to Noisescope. */
const SINGLE = [
  ...['lr', 'batch_size', 'time', 'loss', 'grad_norm', 'mu', 'alpha', 'beta', 'rel_dist', 'trace_G', 'frob_G', 'trace_sigma', 'd_eff'],
  ...['mu_isotropic', 'mu_proportional', 'mu_acting', 'noise_share', 'gni', 'b_simple', 'b_noise', 'test_loss'],
  ...['loss_rounding', 'mu_rounding', 'alpha_rounding', 'beta_rounding', 'rel_dist_rounding'],
] as const satisfies readonly ColumnName[]
const GROUPS = ['lambda', 'g', 'g_rounding', 'energy', 'chi', 'D'] as const satisfies readonly ColumnName[]

/** Entries of θ that a row carries, at most. */
const MOST_ENTRIES = 64
/** Steps that are compared, about. */
const ROWS = 8

/** A row of the file. */
type ScriptRow = Readonly<Record<string, number | readonly (number | null)[]>>

export interface ExportedArm {
  /** Every stride-th entry of θ stands in the rows. */
  readonly stride: number
  /** CRC-32 of the indices of all minibatches, 32 bits each; only of arms that draw some. */
  readonly batches?: number
  readonly rows: readonly ScriptRow[]
}

/** Steps that are compared: the first ones, evenly spread ones up to the last, and those where a change acts. */
export function comparedSteps(last: number, changes: readonly number[]): number[] {
  const even = Array.from({ length: ROWS }, (_, i) => Math.round((i * last) / (ROWS - 1)))
  const near = changes.slice(0, ROWS).flatMap(step => [step, step + 1])
  return [...new Set([...even, 1, ...near])].filter(step => step >= 0 && step <= last).sort((a, b) => a - b)
}

/** Hears the minibatches of an arm; one that was drawn for a trial before the run gives way to the run's own. */
export class Indices implements DrawWatch {
  private crc = 0
  drawn = false

  batches(step: number, _B: number, indices: Int32Array): void {
    if (step === 0) this.crc = 0
    this.crc = crc32(new Uint8Array(indices.buffer, indices.byteOffset, indices.byteLength), this.crc)
    this.drawn = true
  }

  noise(): void {}

  get checksum(): number {
    return this.crc
  }
}

/** Runs every arm to step `last` and keeps the rows of the steps that are compared; rows after a divergence are left out. */
export async function exportRun(
  sim: Simulation,
  last: number,
  watches: readonly Indices[],
  tick: Tick = NO_TICK,
): Promise<Record<string, ExportedArm>> {
  const { scenario, columns } = sim
  const stride = Math.max(1, Math.ceil(sim.size / MOST_ENTRIES))
  const rows = scenario.arms.map((): ScriptRow[] => [])
  for (const step of comparedSteps(
    last,
    scenario.events.map(e => e.step),
  )) {
    while (sim.step < step) {
      await sim.advance(Math.min(step - sim.step, 64))
      await tick(sim.step / (last + 1))
    }
    const readings = await sim.measure()
    const thetas = await sim.thetas()
    for (const [a, { row }] of readings.entries())
      if (!sim.divergences[a]) rows[a].push({ step, ...thetaOf(thetas[a], stride), ...numbersOf(row, columns) })
  }
  const arms = scenario.arms.map((arm, a) => {
    const own = watches[a]
    const counted = own.drawn && !sim.divergences[a]
    return [arm.id, { stride, ...(counted && { batches: own.checksum }), rows: rows[a] }] as const
  })
  return Object.fromEntries(arms)
}

function thetaOf(theta: Float64Array, stride: number) {
  const norm = Math.sqrt(theta.reduce((sum, v) => sum + v * v, 0))
  return { theta: [...theta].filter((_, i) => i % stride === 0), theta_norm: norm }
}

const knownOr = (v: number) => (Number.isFinite(v) ? v : null)

/** What is known of a row; a group's unknown entries are null. */
function numbersOf(row: Float64Array, { at, first, widths }: Columns): ScriptRow {
  const single = SINGLE.map(name => [name, row[at[name]]] as const).filter(([, value]) => Number.isFinite(value))
  const groups = GROUPS.map(name => {
    return [name, [...row.subarray(first[name], first[name] + widths[name])].map(knownOr)] as const
  }).filter(([, values]) => values.some(v => v !== null))
  const [D, coarse] = [first.D, first.D_coarse].map(from => row.subarray(from, from + widths.D))
  // What the cut-off of the rank leaves open.
  const open = coarse.some(Number.isFinite) ? { D_rounding: [...D].map((v, k) => knownOr(Math.abs(v - coarse[k]))) } : {}
  return { ...Object.fromEntries([...single, ...groups]), ...open }
}
