/** Questions on points of the run, beside it: of those of one kind that are asked while one is answered the newest. */

import { Fault } from '../lib/fault'
import type { Tick } from '../lib/tick'
import { armAt } from '../scenario'
import type { PlaceOfArm } from '../sim/planes/laying'
import type { Request, Results, Spot } from './protocol'
import type { Run } from './run'
import { type Clock, sparing } from './ticker'

export type ProbeRequest = Extract<Request, { type: 'section' | 'noise' }>

/** Answers questions on a run; given up when another of its kind is asked, and once `gone` says that nobody waits for it. */
export function createProbing(clock: Clock) {
  const newest = new Map<ProbeRequest['type'], ProbeRequest>()
  return async (run: Run, request: ProbeRequest, gone: () => boolean): Promise<Results[ProbeRequest['type']]> => {
    newest.set(request.type, request)
    const stale = () => newest.get(request.type) !== request || gone()
    const tick = sparing(clock, () => run.status === 'running', stale)
    return request.type === 'section' ? sectionOf(run, request, tick, stale) : noiseOf(run, request, tick, stale)
  }
}

type Asked<T> = Extract<Request, { type: T }>

async function sectionOf(run: Run, { from, to, k, points, reach }: Asked<'section'>, tick: Tick, stale: () => boolean) {
  const axis = to === 'x' || to === 'y' ? to : undefined
  const [begin, end] = [await pointOf(run, from, tick), to === null || to === 'x' || to === 'y' ? null : await pointOf(run, to, tick)]
  const question = { kind: 'section', line: { from: begin.theta, to: end?.theta ?? null, k }, axis, points, reach } as const
  return { section: await run.observer.probe(question, tick, stale), from: begin.step, to: end ? end.step : -1 }
}

async function noiseOf(run: Run, { arm: index, step: wanted, draws }: Asked<'noise'>, tick: Tick, stale: () => boolean) {
  const { scenario } = run.sim
  const { theta, step } = await pointOf(run, { arm: index, step: wanted }, tick)
  const question = { kind: 'noise', theta, arm: armAt(scenario, index, step), step, seed: scenario.seed, draws } as const
  return { step, noise: await run.observer.probe(question, tick, stale) }
}

async function pointOf(run: Run, spot: Spot, tick: Tick): Promise<PlaceOfArm> {
  if (spot === 'minimum') {
    if (!run.sim.planted) throw new Fault('This run has no planted minimum', 'choose another end')
    return { theta: run.sim.planted, step: 0 }
  }
  return run.pointAt(spot.arm, spot.step, tick)
}
