/** Whether Node and Chromium come to the same bits: 40 steps of each network, fingerprints compared, in both precisions. */
import { openBrowser } from '../browser/children'
import type { Child } from '../core/child'
import { nodeChild } from '../core/children'
import { hasPrecision, NO_PRECISION } from '../core/ours'
import type { Row } from '../core/row'
import { type Shape, STEP_SHAPES } from '../core/shapes'
import { seen } from '../core/single'

export async function rows(say: (row: Row) => void): Promise<void> {
  const browser = await openBrowser()
  try {
    for (const precision of ['f64', 'f32'] as const) {
      const who = 'nets whose bits differ'
      const found = async () => {
        let differing = 0
        for (const shape of STEP_SHAPES) {
          const [here, there] = await Promise.all([nodeChild(), browser.child('bits')].map(child => fingerprint(child, shape, precision)))
          if (here !== there) differing++
        }
        return differing
      }
      const cell = hasPrecision(precision) ? seen(who, [await found()]) : { who, missing: NO_PRECISION }
      const name = `Node and Chromium, ${STEP_SHAPES.length} networks, ${precision}`
      say({ part: 'bits', group: 'the same bits', name, unit: '', cells: [cell], targets: [{ of: who, atMost: 0 }] })
    }
  } finally {
    await browser.close()
  }
}

async function fingerprint(child: Child, { link, arm }: Shape, precision: string): Promise<string> {
  const made = await child.ask({ do: 'make', job: 0, by: 'ours', kind: 'step', link, arm, precision, steps: 40 })
  const run = made.missing ? made : await child.ask({ do: 'run', job: 0, calls: 1 })
  const reply = run.missing ? run : await child.ask({ do: 'fingerprint', job: 0 })
  await child.ask({ do: 'drop', job: 0 })
  // What failed on either side is no agreement.
  return reply.missing ? `${child.name}: ${reply.missing}` : String(reply.facts?.fingerprint)
}
