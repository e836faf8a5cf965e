import { setImmediate as breath } from 'node:timers/promises'
import { csv } from '../lib/csv'
import { type Scenario, type SweepReading, sweepPoint, sweepTable, sweepValues } from '../scenario'
import type { Backend } from '../sim/backends/types'
import { runPoint } from '../sim/sweep'
import { ASSETS } from './assets'
import type { Io } from './io'
import { Progress } from './progress'
import type { Results } from './results'

/** Runs every point of the scenario's sweep and writes sweep.csv; nothing without a sweep. An interrupt keeps the points that are done. */
export async function writeSweep(scenario: Scenario, backend: Backend, results: Results, io: Io): Promise<void> {
  const values = sweepValues(scenario)
  if (values.length === 0) return
  const progress = new Progress(io, values.length * scenario.steps)
  const done: { value: number; reading: SweepReading }[] = []
  try {
    for (const [i, value] of values.entries()) {
      const reading = await runPoint(sweepPoint(scenario, value), backend, ASSETS, async step => {
        progress.step(i * scenario.steps + step)
        await breath()
        io.interrupt.throwIfAborted()
      })
      done.push({ value, reading })
    }
  } catch (error) {
    if (!io.interrupt.aborted) throw error
    io.err(`noisescope: interrupted; sweep.csv holds ${done.length} of ${values.length} points\n`)
  } finally {
    progress.clear()
  }
  const { header, rows } = sweepTable(scenario, done)
  results.write('sweep.csv', csv(header, rows))
}
