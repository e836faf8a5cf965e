/** The measuring worker's side of its messages: a simulation of the run's problem, which stands where it is told and is read. */

import { collect } from '../../lib/collect'
import { Fault } from '../../lib/fault'
import { createBackend } from '../../sim/backends/create'
import type { Crew } from '../../sim/crew'
import type { Assets } from '../../sim/load'
import type { Plane } from '../../sim/plane'
import { createSimulation, type Simulation } from '../../sim/simulation'
import { failureOf } from '../failure'
import { InPlace, type OnShare } from '../observer'
import { REPORT_MS } from '../pace'
import { sparing } from '../ticker'
import { MANY_WEIGHTS } from './cost'
import { type FromMeasuring, letsGo, type MeasuringAsk, type ToMeasuring } from './messages'
import { PlanesHeard } from './planesTold'

interface Parts {
  readonly assets: Assets
  post(message: FromMeasuring): void
  now(): number
  /** Resolves in a later task, so that messages get in. */
  later(ms: number): Promise<void>
  /** Others who compute parts of long measurements; they end with this worker. */
  readonly crew?: Crew
}

/** Takes messages one after another, in the order in which they came; but landscapes, point by point, between them. */
export function createMeasuring({ assets, post, now, later, crew }: Parts): (message: ToMeasuring) => void {
  let open: { readonly sim: Simulation; readonly observer: InPlace } | null = null
  let last: Promise<void> = Promise.resolve()
  let opened: Promise<void> = last
  /** The last landscape that was asked for. */
  let drawing: Promise<void> = last
  const heard = new PlanesHeard()
  /** The landscape that was asked for last. */
  let newest = -1

  async function answer(ask: MeasuringAsk, onShare: OnShare, id: number, plane: Plane | undefined): Promise<unknown> {
    if (ask.type === 'open') {
      const own = ({ file }: { readonly file: string }) => (ask.own?.info.digest === file ? ask.own : null)
      const opening = { tick: onShare, planeLater: true, planeHeld: true, tried: true, crew: crew ?? null }
      const sim = await createSimulation(ask.scenario, await createBackend(ask.backend), { ...assets, own }, opening)
      open = { sim, observer: new InPlace(sim) }
      return null
    }
    if (!open) throw new Fault('The problem could not be opened beside the run', 'measure in place')
    const { sim, observer } = open
    const letGo = () => sim.size > MANY_WEIGHTS && letsGo(ask) && collect()
    switch (ask.type) {
      case 'measure':
        await sim.follow(ask.scenario, ask.sight)
        if (plane) sim.planes.use(plane)
        letGo()
        if (ask.at && !sim.planes.known) await sim.planes.layAnew(onShare, ask.at)
        return observer.measure(onShare)
      case 'plane': {
        await sim.adopt(ask.scenario)
        const found = await observer.plane(ask.anew, onShare)
        heard.found(ask.id, found)
        return found
      }
      case 'landscape':
        if (!plane) throw new Fault('No plane was given to draw', 'send it with the first window')
        letGo()
        return sim.probe.landscape(
          plane,
          ask.lattice,
          sparing(
            { now, later },
            () => ask.busy,
            () => id !== newest,
            onShare,
          ),
        )
      case 'probe':
        await sim.adopt(ask.scenario)
        if (plane) sim.planes.use(plane)
        return observer.probe(ask.question, onShare)
      case 'certify':
        return observer.certify(() => {})
    }
  }

  async function reply({ id, ask }: ToMeasuring, plane: Plane | undefined): Promise<void> {
    let said = now()
    const onShare = (share: number) => {
      if (now() - said < REPORT_MS) return
      said = now()
      post({ id, share })
    }
    try {
      post({ id, result: await answer(ask, onShare, id, plane) })
    } catch (error) {
      post({ id, failure: failureOf(error) })
    }
  }

  return message => {
    const { ask, id } = message
    const on = 'on' in ask ? ask.on : undefined
    // In the order in which they come: whoever sends counts on it.
    const plane = on && heard.hear(ask.type === 'landscape' ? 'picture' : 'rows', on, open?.sim.theta0)
    if (ask.type === 'landscape') {
      newest = id
      drawing = Promise.all([opened, drawing]).then(() => reply(message, plane))
    } else last = last.then(() => reply(message, plane))
    if (ask.type === 'open') opened = last
  }
}
