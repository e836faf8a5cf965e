import { expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { createReferenceBackend } from '../sim/backends/reference'
import { createSimulation } from '../sim/simulation'
import { InPlace } from './observer'
import { SLICE_MS } from './pace'
import { Run } from './run'

it.each([2, 3, 4, 5, 6, 8])(
  'never waits for nothing on its way to the end, wherever a slice of %i looks at the clock is up',
  async looks => {
    const scenario = decodeLink('s=linear-isotropic&n=20&d=4&steps=7&every=5&speed=0')
    const sim = await createSimulation(scenario, createReferenceBackend(), undefined, { planeLater: true, planeHeld: true })
    const later = () => new Promise<void>(resolve => setTimeout(resolve))
    let [time, woken] = [0, false]
    const now = () => {
      time += SLICE_MS / looks
      return time
    }
    const wake = () => {
      woken = true
    }
    const run = new Run(1, sim, new InPlace(sim), { now, later, wake })
    run.play()
    while (run.status !== 'finished') {
      woken = false
      const wait = await run.slice(SLICE_MS)
      const stuck = wait === Number.POSITIVE_INFINITY && run.status === 'running' && !run.look && !woken
      if (stuck) throw new Error(`stands still at step ${sim.step}`)
      while (run.look) await later()
    }
    expect(sim.step).toBe(7)
    run.dispose()
  },
)
