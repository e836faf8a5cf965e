/**
 * Replicas of networks over the workers of a Chromium worker: time of a step of all, over one and over two, and whether 1, 2 and 4
 * workers, and Node, come to the same bits; then all at once on a GPU against one by one on the same.
 */
import { type BrowserRace, openBrowser } from '../browser/children'
import { nodeChild } from '../core/children'
import { fingerprint } from '../core/fingerprint'
import type { NetReplicaJob } from '../core/netReplicas'
import { type Contestant, type Pace, race } from '../core/race'
import type { Row } from '../core/row'
import { mlp, type Precision, type Shape, STEP_SHAPES, twoLayer } from '../core/shapes'
import { seen } from '../core/single'

const R = 64
const SHAPES: readonly Shape[] = [twoLayer(1024), ...STEP_SHAPES.filter(shape => shape.net.kind === 'mlp' && shape.arm === 'sgd')]

export async function rows(say: (row: Row) => void): Promise<void> {
  const browser = await openBrowser()
  try {
    for (const shape of SHAPES) for (const precision of ['f64', 'f32'] as const) say(await timeRow(browser, shape, precision))
    for (const precision of ['f64', 'f32'] as const) say(await bitsRow(browser, precision))
    for (const gpu of ['webgpu', 'webgl'] as const) say(await gpuRow(browser, gpu))
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

/** An emulated GPU takes seconds for all replicas one by one. */
const BRIEF: Pace = { rounds: 3, turn: 40 }

async function gpuRow(browser: BrowserRace, gpu: 'webgpu' | 'webgl'): Promise<Row> {
  const steps = 2
  const shape = mlp('sgd')
  const inGroups = (who: string, groups: number): Contestant => {
    const job = { ...jobOf(shape, 'f32', groups, steps), gpu }
    return { who, child: browser.child(`${gpu}, ${who}`), job, per: steps, clock: 'wall' }
  }
  const wasm: Contestant = {
    who: 'wasm f32',
    child: browser.child('replicas over 1'),
    job: jobOf(shape, 'f32', 1, steps),
    per: steps,
    clock: 'wall',
  }
  return {
    ...{ part: 'replicas', group: `step of ${R} networks on one GPU`, name: `${shape.name}, ${gpu}`, unit: 'ms' },
    cells: await race([inGroups('all at once', 1), inGroups('one by one', R), wasm], BRIEF),
    targets: [{ of: 'all at once', against: ['one by one'], atLeast: 5 }],
    note: `WebGPU on ${browser.adapter}; wasm on one worker. Every eighth step is followed by a reading of all losses. On an emulated GPU sums cost more than calls do.`,
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
