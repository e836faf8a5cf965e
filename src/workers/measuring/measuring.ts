/** The measuring worker's side of its messages: a simulation of the run's problem, which stands where it is told and is read. */

import { Fault } from '../../lib/fault'
import { createBackend } from '../../sim/backends/create'
import type { Assets } from '../../sim/load'
import { createSimulation, type Simulation } from '../../sim/simulation'
import { failureOf } from '../failure'
import { InPlace, type OnShare } from '../observer'
import { REPORT_MS } from '../pace'
import type { FromMeasuring, MeasuringAsk, ToMeasuring } from './messages'

interface Parts {
  readonly assets: Assets
  post(message: FromMeasuring): void
  now(): number
}

/** Takes messages one after another, in the order in which they came. */
export function createMeasuring({ assets, post, now }: Parts): (message: ToMeasuring) => void {
  let open: { readonly sim: Simulation; readonly observer: InPlace } | null = null
  let last: Promise<void> = Promise.resolve()

  async function answer(ask: MeasuringAsk, onShare: OnShare): Promise<unknown> {
    if (ask.type === 'open') {
      const own = (digest: string) => (ask.own?.info.digest === digest ? ask.own : null)
      const opening = { tick: onShare, planeLater: true }
      const sim = await createSimulation(ask.scenario, await createBackend(ask.backend), { ...assets, own }, opening)
      open = { sim, observer: new InPlace(sim) }
      return null
    }
    if (!open) throw new Fault('The problem could not be opened beside the run', 'measure in place')
    const { sim, observer } = open
    switch (ask.type) {
      case 'measure':
        await sim.follow(ask.scenario, ask.sight)
        return observer.measure(onShare)
      case 'plane':
        await sim.adopt(ask.scenario)
        return observer.plane()
      case 'landscape':
        await sim.adopt(ask.scenario)
        return observer.landscape(ask.window, onShare, () => false)
      case 'certify':
        return observer.certify(() => {})
      case 'cut':
        observer.cut(ask.step)
        return null
    }
  }

  async function reply({ id, ask }: ToMeasuring): Promise<void> {
    let said = now()
    const onShare = (share: number) => {
      if (now() - said < REPORT_MS) return
      said = now()
      post({ id, share })
    }
    try {
      post({ id, result: await answer(ask, onShare) })
    } catch (error) {
      post({ id, failure: failureOf(error) })
    }
  }

  return message => {
    last = last.then(() => reply(message))
  }
}
