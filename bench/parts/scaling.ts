/**
 * How time and memory grow: with samples, width, replicas and arms, in Node; each curve a row, with the exponent of the power law that
 * fits it best (least squares in logarithms).
 */
import { nodeChild, openNode } from '../core/children'
import { type Contestant, PACE, type Pace, race } from '../core/race'
import type { Cell, Row } from '../core/row'
import { twoLayer } from '../core/shapes'
import { seen } from '../core/single'
import { powerLaw } from '../core/stats'

interface Curve {
  readonly against: string
  readonly name: string
  readonly values: readonly number[]
  job(value: number): object
  readonly per?: number
  readonly memory?: boolean
  readonly pace?: Pace
}

const FEW: Pace = { rounds: 3, turn: 40 }
const STEPS = 5
const wide = (kind: 'step' | 'mu', m: number, n: number) => ({
  by: 'ours',
  kind,
  link: twoLayer(m, n).link,
  arm: 'sgd',
  precision: 'f64',
  steps: STEPS,
})
const replicas = (R: number) => ({ by: 'replicas', R, n: 1000, s: 50, B: 4, steps: STEPS })
const arms = (count: number) => `arms=${['sgd', 'sgd2:sgd', 'sgd3:sgd', 'sgd4:sgd'].slice(0, count).join(',')}`

const WIDTHS = [512, 2048, 8192, 16384]
const SAMPLES = [125, 250, 500, 1000, 2000]
const REPLICAS = [256, 1024, 4096, 16384]

const CURVES: readonly Curve[] = [
  { against: 'm', name: 'SGD step of a two-layer net, d 50, B 32', values: WIDTHS, job: m => wide('step', m, 1000), per: STEPS, pace: FEW },
  { against: 'm', name: 'μ and g, n 500', values: WIDTHS, job: m => wide('mu', m, 500), memory: true, pace: FEW },
  { against: 'n', name: 'μ and g, m 1,024', values: SAMPLES, job: n => wide('mu', 1024, n), memory: true, pace: FEW },
  { against: 'R', name: 'step of all replicas, d 50, B 4', values: REPLICAS, job: replicas, per: STEPS, memory: true },
  {
    against: 'arms',
    name: 'SGD step of all arms, two-layer net, m 1,024',
    values: [1, 2, 3, 4],
    job: count => ({ ...wide('step', 1024, 1000), link: `${twoLayer(1024).link}&${arms(count)}`, arm: 'all' }),
    per: STEPS,
  },
]

export async function rows(say: (row: Row) => void): Promise<void> {
  for (const curve of CURVES) {
    const { against, name, values, job, per = 1, pace = PACE } = curve
    const contestant = (value: number): Contestant => ({ who: labelOf(curve, value), child: nodeChild(), job: job(value), per })
    say(curveRow(against, `time, ${name}`, 'ms', values, await race(values.map(contestant), pace)))
    if (!curve.memory) continue
    const cells: Cell[] = []
    for (const value of values) cells.push(await memoryOf(labelOf(curve, value), job(value)))
    say(curveRow(against, `memory, ${name}`, 'MB', values, cells))
  }
}

const labelOf = ({ against }: Curve, value: number) => `${against} ${value.toLocaleString('en-US')}`

/** What a fresh process comes to hold beyond what it holds before. */
async function memoryOf(who: string, job: object): Promise<Cell> {
  const child = openNode('memory')
  try {
    const peak = async () => Number((await child.ask({ do: 'peak' })).facts?.peak)
    const before = await peak()
    const made = await child.ask({ do: 'make', job: 0, ...job })
    const run = made.missing ? made : await child.ask({ do: 'run', job: 0, calls: 2 })
    return run.missing ? { who, missing: run.missing } : seen(who, [(await peak()) - before])
  } finally {
    child.close()
  }
}

export function curveRow(against: string, name: string, unit: string, values: readonly number[], cells: readonly Cell[]): Row {
  const points = cells.flatMap((cell, i) => ('median' in cell && cell.median > 0 ? [[values[i], cell.median] as const] : []))
  const fit = powerLaw(
    points.map(([x]) => x),
    points.map(([, y]) => y),
  )
  return {
    ...{ part: 'scaling', group: `growth with ${against}`, unit, cells, targets: [] },
    name: points.length < 2 ? name : `${name}: like ${against}^${fit.exponent.toFixed(2)}`,
  }
}
