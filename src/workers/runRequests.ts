import type { Request, Results } from './protocol'
import type { Run } from './run'

/** What may be asked only once a run is loaded. */
export type RunRequest = Exclude<Request, { type: 'load' | 'data' | 'cancel-data' }>

interface Parts {
  now(): number
  /** Takes the run to a step, unless something newer comes in. */
  replay(run: Run, step: number): Promise<void>
}

/** Carries out a request on the run. */
export async function answerFrom(run: Run, request: RunRequest, { now, replay }: Parts): Promise<Results[RunRequest['type']]> {
  switch (request.type) {
    case 'play':
      run.play(now())
      return null
    case 'pause':
      await run.pause()
      return null
    case 'step':
      await run.step(request.count, now)
      return null
    case 'speed':
      run.pace.speed = request.speed
      run.pace.start(now())
      return null
    case 'change':
      return run.change(request.event)
    case 'adopt':
      return run.adopt(request.scenario)
    case 'seek':
      await replay(run, request.step)
      return null
    case 'state':
      return { step: run.sim.step, thetas: (await run.sim.states()).map(s => s.theta) }
    case 'landscape': {
      const { domain, nx, ny } = request
      return { domain, ...run.sim.landscape(domain, nx, ny) }
    }
    default:
      throw request satisfies never
  }
}
