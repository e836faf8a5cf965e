/**
 * Whether an arm is at an edge of stability, by trial (arXiv 2412.20553): its run is forked at a step and goes on with a rate a tenth larger,
 * and with half the batch size. At an edge the loss catapults; off it, it goes on falling. `edgeTest`.
 */

import { EDGE_WINDOW, ETA_PUSH, type Push, riseOf } from '../lib/catapult'
import { type Arm, type ArmChange, armAt, batchSize, isControlled, learningRate, type Scenario, usesBatches } from '../scenario'
import type { Simulation } from './simulation'

/** One continuation of the run from the fork on. */
export interface Trial {
  readonly push: Push
  /** In force in the first step after the fork. */
  readonly eta: number
  readonly B: number
  /** L of all samples at the fork and after each further step; shorter where a step would have overflowed. */
  readonly loss: Float64Array
  readonly diverged: boolean
  /** Its largest value after the fork over the largest of the steps up to it. */
  readonly rise: number
}

export interface EdgeReport {
  readonly arm: string
  readonly step: number
  /** L over the steps up to the fork, that of the fork last. */
  readonly before: Float64Array
  readonly trials: readonly Trial[]
}

/**
 * The pushes that there are for an arm: full gradients and single samples have no half, noise of a trace of its own does not hear of it,
 * and a scheduled batch size has a step of its own.
 */
export const pushesOf = (arm: Arm, step: number, n: number): readonly Push[] =>
  isRandom(arm) && arm.bschedule === 'constant' && !hasOwnTrace(arm) && batchSize(arm, step, n) > 1
    ? ['none', 'eta', 'batch']
    : ['none', 'eta']

/** Whether other random numbers make another continuation. */
export const isRandom = (arm: Arm): boolean => usesBatches(arm) && arm.noise !== 'none'

const hasOwnTrace = (arm: Arm) => isControlled(arm) && arm.noise !== 'label' && arm.trace > 0

interface Asked {
  /** With the one arm that is asked about. */
  readonly scenario: Scenario
  readonly step: number
  /** 0 goes on with the random numbers of the run itself, others with others. */
  readonly repeat: number
}

/** The run to the fork and on from it, as a scenario whose last step is that of the continuation. */
function continuation({ scenario, step, repeat }: Asked, push: Push): Scenario {
  const arm = armAt(scenario, 0, step)
  const { id, eta, B, draws } = arm
  const changes: ArmChange[] = [
    ...(push === 'eta' ? [{ arm: id, field: 'eta' as const, value: eta * ETA_PUSH }] : []),
    ...(push === 'batch' ? [{ arm: id, field: 'B' as const, value: Math.floor(B / 2) }] : []),
    ...(repeat > 0 ? [{ arm: id, field: 'draws' as const, value: (draws + repeat) % 100 }] : []),
  ]
  const past = scenario.events.filter(event => event.step <= step)
  return { ...scenario, steps: step + EDGE_WINDOW.after, events: [...past, ...changes.map(change => ({ ...change, step }))] }
}

/** `open` makes a simulation of a scenario and disposes it after use; `report` is told how many steps of how many are taken. */
export async function edgeTest(
  asked: Asked,
  open: <T>(scenario: Scenario, use: (sim: Simulation) => Promise<T>) => Promise<T>,
  report: (done: number, total: number) => void = () => {},
): Promise<EdgeReport> {
  const { step } = asked
  const settings = armAt(asked.scenario, 0, step)
  const losses = async (sim: Simulation, until: number, told: (taken: number) => void) => {
    const lossNow = async () => sim.probe.lossAt((await sim.thetas())[0])
    const found = [await lossNow()]
    while (sim.step < until) {
      await sim.advance(1)
      if (sim.divergences[0]) break
      found.push(await lossNow())
      told(found.length)
    }
    return Float64Array.from(found)
  }
  const all = (n: number) => step + EDGE_WINDOW.after * pushesOf(settings, step, n).length
  const origin = await open(continuation(asked, 'none'), async sim => {
    const { n } = sim.data
    const from = Math.max(0, step - EDGE_WINDOW.before)
    while (sim.step < from && !sim.divergences[0]) {
      await sim.advance(Math.min(64, from - sim.step))
      report(sim.step, all(n))
    }
    const before = await losses(sim, step, taken => report(from + taken, all(n)))
    return { n, before, diverged: sim.divergences[0] !== null, snapshot: await sim.snapshot() }
  })
  const { n, before, snapshot } = origin
  if (origin.diverged) return { arm: settings.id, step, before, trials: [] }
  const trials: Trial[] = []
  for (const push of pushesOf(settings, step, n)) {
    const scenario = continuation(asked, push)
    const done = step + EDGE_WINDOW.after * trials.length
    const trial = await open(scenario, async (sim): Promise<Trial> => {
      await sim.restore(snapshot)
      const loss = await losses(sim, scenario.steps, taken => report(done + taken, all(n)))
      const now = armAt(scenario, 0, step)
      const diverged = sim.divergences[0] !== null
      return { push, eta: learningRate(now, step), B: batchSize(now, step, n), loss, diverged, rise: riseOf(before, loss, diverged) }
    })
    trials.push(trial)
  }
  return { arm: settings.id, step, before, trials }
}
