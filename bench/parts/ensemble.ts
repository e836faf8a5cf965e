/**
 * One step of every replica of an ensemble (minibatches drawn in the kernel) in both precisions against numpy, written with `einsum`
 * and with `matmul`, and against plain JavaScript loops over Float32Array. Two threads: half of the replicas in each of two processes.
 * Float32 is what is compared with float32, and float64 stands beside it.
 */
import { nodeChild, pythonChild } from '../core/children'
import { type Contestant, race } from '../core/race'
import type { Row } from '../core/row'
import type { Precision } from '../core/shapes'
import { team } from '../core/team'
import { ALONE, ALONE_NOTE, alone, replicaWork } from '../core/work'

const [R, N] = [1024, 1000]
export const SIZES = [
  [20, 1],
  [50, 1],
  [50, 4],
  [50, 32],
  [500, 1],
  [500, 4],
] as const
const PRECISIONS = ['f32', 'f64'] as const
const WAYS = ['einsum', 'matmul'] as const
const TWO = ', 2 threads'

export async function rows(say: (row: Row) => void): Promise<void> {
  for (const [s, B] of SIZES) say(await ensembleRow(s, B))
}

function numpy(s: number, B: number, threads: 1 | 2): Contestant[] {
  const each = (precision: Precision, way: string): Contestant => ({
    who: `numpy ${precision}, ${way}${threads > 1 ? TWO : ''}`,
    child: pythonChild(threads),
    job: { library: 'numpy', R, n: N, s, B, precision, way },
    clock: threads > 1 ? 'wall' : 'cpu',
  })
  const precisions: readonly Precision[] = threads > 1 ? ['f32'] : ['f64', 'f32']
  return precisions.flatMap(precision => WAYS.map(way => each(precision, way)))
}

function ours(precision: Precision, job: object, steps: number): Contestant[] {
  return [
    { who: `ours ${precision}`, child: nodeChild(), job: { R, ...job }, per: steps },
    {
      who: `ours ${precision}${TWO}`,
      child: team([nodeChild(), nodeChild('second')]),
      job: { R: R / 2, ...job },
      per: steps,
      clock: 'wall',
    },
  ]
}

const stepsOf = (s: number, B: number) => Math.max(1, Math.ceil(128 / (B * Math.max(1, s / 50))))

/** Our own job of a row, on one thread. */
export const ensembleJob = (s: number, B: number, precision: Precision): object => ({
  ...{ by: 'replicas', precision, R, n: N, s, B },
  steps: stepsOf(s, B),
})

async function ensembleRow(s: number, B: number): Promise<Row> {
  const steps = stepsOf(s, B)
  const job = { n: N, s, B, steps }
  const cells = await race([
    ...PRECISIONS.flatMap(precision => ours(precision, { by: 'replicas', precision, ...job }, steps)),
    { who: 'JS loops f32', child: nodeChild(), job: { by: 'loops', R, ...job }, per: steps },
    ...numpy(s, B, 1),
    ...numpy(s, B, 2),
    alone(replicaWork(R, s, B), 'f32'),
  ])
  return {
    ...{ part: 'ensemble', group: 'ensemble step', name: `1,024 replicas, d ${s}, B ${B}`, unit: 'ms', cells },
    targets: [
      { of: 'ours f32', against: WAYS.map(way => `numpy f32, ${way}`), atLeast: 2, floor: ALONE },
      { of: `ours f32${TWO}`, against: WAYS.map(way => `numpy f32, ${way}${TWO}`), atLeast: 3.5 },
    ],
    note: ALONE_NOTE,
  }
}
