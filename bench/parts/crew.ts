/** A measurement of a network over threads of Node: wall time by one and by two, and the CPU time that all of them spend on it. */
import { nodeChild } from '../core/children'
import { type Contestant, race } from '../core/race'
import type { Row } from '../core/row'
import { type Precision, type Shape, twoLayer } from '../core/shapes'

export async function rows(say: (row: Row) => void): Promise<void> {
  for (const precision of ['f64', 'f32'] as const)
    for (const clock of ['wall', 'cpu'] as const) say(await crewRow(twoLayer(16384), precision, clock))
}

async function crewRow({ name, net, link, arm, steps }: Shape, precision: Precision, clock: 'wall' | 'cpu'): Promise<Row> {
  const by = (workers: number): Contestant => ({
    who: workers === 1 ? 'alone' : `${workers} workers`,
    child: nodeChild(),
    job: { by: 'ours', kind: 'mu', link, arm, precision, steps, ...(workers > 1 && { workers }) },
    clock,
  })
  return {
    ...{ part: 'crew', group: `μ with g for 20 directions, ${clock} time`, name: `${name}, n ${net.n}, ${precision}`, unit: 'ms' },
    cells: await race([by(1), by(2)], { rounds: 5, turn: 60 }),
    targets: clock === 'wall' ? [{ of: '2 workers', against: ['alone'], atMost: 0.6 }] : [],
  }
}
