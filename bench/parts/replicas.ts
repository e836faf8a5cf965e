/**
 * Replicas of networks over the workers of a Chromium worker: time of a step of all, over one and over two, and whether 1, 2 and 4
 * workers, and Node, come to the same bits.
 */
import { type BrowserRace, openBrowser } from '../browser/children'
import { nodeChild } from '../core/children'
import { fingerprint } from '../core/fingerprint'
import type { NetReplicaJob } from '../core/netReplicas'
import { race } from '../core/race'
import type { Row } from '../core/row'
import { type Precision, type Shape, STEP_SHAPES, twoLayer } from '../core/shapes'
import { seen } from '../core/single'

const R = 64
const SHAPES: readonly Shape[] = [twoLayer(1024), ...STEP_SHAPES.filter(shape => shape.net.kind === 'mlp' && shape.arm === 'sgd')]

export async function rows(say: (row: Row) => void): Promise<void> {
  const browser = await openBrowser()
  try {
    for (const shape of SHAPES) for (const precision of ['f64', 'f32'] as const) say(await timeRow(browser, shape, precision))
    for (const precision of ['f64', 'f32'] as const) say(await bitsRow(browser, precision))
  } finally {
    await browser.close()
  }
}

const jobOf = ({ link }: Shape, precision: Precision, workers: number, steps: number): NetReplicaJob & { by: string } => ({
  ...{ by: 'netReplicas', link, R, precision, workers, steps },
})

async function timeRow(browser: BrowserRace, shape: Shape, precision: Precision): Promise<Row> {
  const steps = 4
  const over = (workers: number) => ({
    who: `${workers} worker${workers > 1 ? 's' : ''}`,
    child: browser.child(`replicas over ${workers}`),
    job: jobOf(shape, precision, workers, steps),
    per: steps,
    clock: 'wall' as const,
  })
  return {
    ...{ part: 'replicas', group: `step of ${R} networks in Chromium`, name: `${shape.name}, ${precision}`, unit: 'ms' },
    cells: await race([over(1), over(2)], { rounds: 5, turn: 100 }),
    targets: [{ of: '2 workers', against: ['1 worker'], atMost: 0.6 }],
  }
}

async function bitsRow(browser: BrowserRace, precision: Precision): Promise<Row> {
  const who = 'replicas whose bits differ'
  let differing = 0
  for (const shape of SHAPES) {
    const here = await fingerprint(nodeChild(), jobOf(shape, precision, 1, 20))
    for (const workers of [1, 2, 4])
      if ((await fingerprint(browser.child(`bits over ${workers}`), jobOf(shape, precision, workers, 20))) !== here) differing++
  }
  return {
    ...{ part: 'replicas', group: 'the same bits', name: `${R} replicas over 1, 2 and 4 workers in Chromium, and in Node, ${precision}` },
    ...{ unit: '', cells: [seen(who, [differing])], targets: [{ of: who, atMost: 0 }] },
  }
}
