/** One cell of the stability map: replicas at a constant η and B. */

import { MAP } from '../../scenario'
import type { EnsembleKernel } from '../backends/ensemble'
import { createEnsemble } from './ensemble'
import type { EnsembleProblem } from './problem'

/** What is measured in one cell of the stability map. */
export interface CellReading {
  /** Share of the replicas whose loss exceeded the threshold. */
  readonly escaped: number
  /** Estimated Lyapunov exponent and its standard error, over the later steps. */
  readonly lyapunov: number
  readonly lyapunovError: number
  /** log(median L / first L) at the end. */
  readonly growth: number
}

/** Runs the kernel's replicas from the start at a constant η and B; the kernel may be used again. */
export async function readCell(
  problem: EnsembleProblem,
  kernel: EnsembleKernel,
  threshold: number,
  eta: number,
  B: number,
): Promise<CellReading> {
  const ensemble = createEnsemble(problem, kernel, threshold)
  const first = (await ensemble.logLosses())[0]
  await ensemble.advance(new Float64Array(MAP.steps).fill(eta), B)
  const { escaped, lyapunov, lyapunovError, loss } = await ensemble.read(1)
  return { escaped, lyapunov, lyapunovError, growth: loss[2] - first }
}
