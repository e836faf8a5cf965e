import type { LossGrid } from '../sim/plane'
import type { Window } from './observer'
import type { PlaneInfo, Request, Results } from './protocol'
import type { Run } from './run'

/** What may be asked only once a run is loaded. */
export type RunRequest = Exclude<Request, { type: 'load' | 'data' | 'cancel-data' }>

/** Requests that want the run where it is going: while it is on its way to a step they wait. */
export const waitsForArrival = ({ type }: Request) => type === 'step' || type === 'change' || type === 'state' || type === 'attention'

interface Parts {
  now(): number
  /** The loss on a window of the plane, unless a newer one is asked for. */
  draw(run: Run, window: Window): Promise<LossGrid>
  /** The plane, if it is known at once: otherwise it is told later. */
  planeOf(run: Run): Promise<PlaneInfo | null>
}

/** Carries out a request on the run. */
export async function answerFrom(run: Run, request: RunRequest, { now, draw, planeOf }: Parts): Promise<Results[RunRequest['type']]> {
  switch (request.type) {
    case 'play':
      run.play()
      return null
    case 'pause':
      run.pause()
      return null
    case 'step':
      await run.step(request.count)
      return null
    case 'speed':
      run.pace.speed = request.speed
      run.pace.start(now())
      return null
    case 'change':
      return run.change(request.event)
    case 'adopt':
      await run.adopt(request.scenario)
      return planeOf(run)
    case 'seek':
      await run.seek(request.step)
      return null
    case 'state': {
      const { step } = run.sim
      return { step, thetas: (await run.sim.states()).map(s => s.theta) }
    }
    case 'attention': {
      const { step } = run.sim
      const seen = await run.sim.attention(request.question)
      return seen && { ...seen, step }
    }
    case 'landscape':
      return { domain: request.domain, ...(await draw(run, request)) }
    default:
      throw request satisfies never
  }
}
