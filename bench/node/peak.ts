/** The kernel that does nothing but multiply and add in registers. */
import { DEFLATED_BASE64 } from '../../src/sim/backends/wasm/benchKernels.generated'
import { compiled, type Instance, instantiated } from '../../src/sim/backends/wasm/module'
import type { Job } from '../core/jobs'

/** The exports of assembly/bench.ts. */
interface PeakKernel extends Instance {
  peak(x: number, rounds: number): number
}

export async function makePeak(request: object): Promise<Job> {
  const { rounds } = request as { rounds: number }
  const kernel = await instantiated<PeakKernel>(await compiled(DEFLATED_BASE64))
  return { run: () => kernel.peak(kernel.heapBase(), rounds), dispose() {} }
}
