import type { Domain } from '../workers/protocol'
import type { Environment } from './environment'
import { latestWins } from './latestWins'
import type { createRunner } from './runner'
import type { Traces } from './traces'

const GRID_SIDE = 81
/** Milliseconds without a new landscape after a costly one, at most. */
const LONGEST_GRID_PAUSE = 10_000

interface Parts extends Pick<Environment, 'now'> {
  readonly runner: ReturnType<typeof createRunner>
  readonly traces: Traces
  complain(error: unknown): void
}

/** Asks for the loss on a window of the landscape plane; the newest request wins. */
export function createGridRequest({ runner, traces, now, complain }: Parts) {
  return latestWins(async (domain: Domain) => {
    await runner.loaded()
    const mine = runner.run()
    const begun = now()
    try {
      const grid = await runner.client.request({ type: 'landscape', domain, nx: GRID_SIDE, ny: GRID_SIDE })
      if (mine === runner.run()) traces.setGrid(grid)
      // A costly landscape, as a large network's, leaves the run most of the worker's time.
      await new Promise(resolve => setTimeout(resolve, Math.min(LONGEST_GRID_PAUSE, 4 * (now() - begun))))
    } catch (error) {
      if (mine === runner.run()) complain(error)
    }
  })
}
