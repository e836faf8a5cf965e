import type { LossGrid, Plane } from '../sim/plane'
import type { Window } from './drawing'
import type { ProbeRequest } from './probing'
import type { PlaneInfo, Request, Results } from './protocol'
import type { Run } from './run'

/** What may be asked only once a run is loaded. */
export type RunRequest = Exclude<Request, { type: 'load' | 'data' | 'propose' | 'cancel-data' }>

/** Requests that are answered in the midst of a step: they say what comes after it. */
export const actsBetween = (request: Request) =>
  request.type === 'change' ? request.since === undefined : request.type === 'play' || request.type === 'pause' || request.type === 'speed'

/** Requests that want the run where it is going: while it is on its way to a step they wait. */
export const waitsForArrival = ({ type }: Request) =>
  type === 'step' ||
  type === 'change' ||
  type === 'state' ||
  type === 'attention' ||
  type === 'confusion' ||
  type === 'section' ||
  type === 'noise'

interface Parts {
  now(): number
  /** The loss on a window of a plane of the run, unless a newer one is asked for. */
  draw(run: Run, plane: Plane, window: Window): Promise<LossGrid>
  /** An answer on points of the run, unless a newer one of its kind is asked for. */
  probe(run: Run, request: ProbeRequest): Promise<Results[ProbeRequest['type']]>
  /** The plane, if it is known at once: otherwise it is told later. */
  planeOf(run: Run): Promise<PlaneInfo | null>
  /** Tells the page of a plane. */
  tell(run: Run, plane: PlaneInfo): void
}

/** Carries out a request on the run. */
export async function answerFrom(
  run: Run,
  request: RunRequest,
  { now, draw, probe, planeOf, tell }: Parts,
): Promise<Results[RunRequest['type']]> {
  switch (request.type) {
    case 'play':
      run.play()
      return run.statusInStep
    case 'pause':
      run.pause()
      return run.statusInStep
    case 'step':
      await run.step(request.count)
      return null
    case 'speed':
      run.pace.speed = request.speed
      run.pace.start(now())
      return null
    case 'change':
      return run.change(request.event, request.since)
    case 'adopt':
      await run.adopt(request.scenario)
      return planeOf(run)
    case 'seek':
      await run.seek(request.step)
      return null
    case 'state': {
      const { step } = run.sim
      return { step, thetas: await run.sim.thetas() }
    }
    case 'attention': {
      const { step } = run.sim
      const seen = await run.sim.attention(request.question)
      return seen && { ...seen, step }
    }
    case 'confusion': {
      const { step } = run.sim
      return { step, found: await run.sim.confusion() }
    }
    case 'section':
    case 'noise':
      return probe(run, request)
    case 'landscape': {
      const info = request.anew ? await run.layAnew() : null
      const { id, plane } = await run.plane.current()
      // By the time it is drawn the arms have gone on, or another plane has been chosen.
      const laid = () => (info && info.id === run.plane.id ? { ...info, paths: run.plane.paths() } : null)
      try {
        return { domain: request.domain, ...(await draw(run, plane, request)), plane: id, laid: laid() }
      } catch (error) {
        const untold = laid()
        if (untold) tell(run, untold)
        throw error
      }
    }
    default:
      throw request satisfies never
  }
}
