/** Whether Node and Chromium come to the same bits: 40 steps of each network, fingerprints compared, in both precisions. */
import { openBrowser } from '../browser/children'
import { nodeChild } from '../core/children'
import { fingerprint } from '../core/fingerprint'
import type { Row } from '../core/row'
import { type Shape, STEP_SHAPES } from '../core/shapes'
import { seen } from '../core/single'

export async function rows(say: (row: Row) => void): Promise<void> {
  const browser = await openBrowser()
  try {
    for (const precision of ['f64', 'f32'] as const) {
      const who = 'nets whose bits differ'
      let differing = 0
      for (const shape of STEP_SHAPES) {
        const [here, there] = await Promise.all(
          [nodeChild(), browser.child('bits')].map(child => fingerprint(child, jobOf(shape, precision))),
        )
        if (here !== there) differing++
      }
      const name = `Node and Chromium, ${STEP_SHAPES.length} networks, ${precision}`
      say({ part: 'bits', group: 'the same bits', name, unit: '', cells: [seen(who, [differing])], targets: [{ of: who, atMost: 0 }] })
    }
  } finally {
    await browser.close()
  }
}

const jobOf = ({ link, arm }: Shape, precision: string) => ({ by: 'ours', kind: 'step', link, arm, precision, steps: 40 })
