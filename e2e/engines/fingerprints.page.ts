import { decodeLink } from '../../src/scenario'
import { withStaff } from '../../src/staff'
import { createSimulationClient } from '../../src/workers/simulationClient'

/** The fingerprint of a link's run after so many steps in the real worker. */
function lead({ link, steps }: { link: string; steps: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = createSimulationClient(
      () => withStaff(new Worker(new URL('../../src/workers/simulation.worker.ts', import.meta.url), { type: 'module' })),
      push => {
        if (push.type !== 'frame') return
        client.ack()
        if (push.frame.step !== steps || push.frame.fingerprint === '') return
        client.dispose()
        resolve(push.frame.fingerprint)
      },
      why => reject(new Error(why)),
    )
    client.request({ type: 'load', scenario: decodeLink(link), toStep: steps, play: false }).catch(reject)
  })
}

export type Lead = typeof lead

Object.assign(globalThis, { lead })
