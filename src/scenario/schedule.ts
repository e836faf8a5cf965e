import cos from '@stdlib/math-base-special-cos'
import pow from '@stdlib/math-base-special-pow'
import { numberAt } from '../lib/values'
import { usesBatches } from './optimizers'
import type { Arm, ScheduleKind } from './types'

/** A schedule: what is shared by those of η and of B. */
export interface Course {
  readonly kind: ScheduleKind
  readonly period: number
  readonly floor: number
  /** Of a drawn one: step, factor, step, factor, … */
  readonly curve: readonly number[]
}

/** Shares of a one-cycle's period: the climb, as long a fall, and the last fall to a hundredth of the floor. */
const CLIMB = 0.45
const ANNEAL = 0.1
/** Where a one-cycle bends, as shares of its period. */
export const ONE_CYCLE_BENDS = [CLIMB, 2 * CLIMB, 1]

/** Warm-up, stable, decay: the shares of the period at which the climb ends and the fall begins. */
const STABLE = [0.1, 0.8] as const
export const STABLE_BENDS = [...STABLE, 1]

/** The factor of step t (counted from 0): in (0, 1] for named schedules. The same bits in every engine. */
function factorAt({ kind, period, floor, curve }: Course, t: number): number {
  switch (kind) {
    case 'constant':
      return 1
    case 'step':
      return pow(floor, Math.floor(t / period))
    case 'cosine':
      return floor + ((1 - floor) * (1 + cos((Math.PI * Math.min(t, period)) / period))) / 2
    case 'triangular':
      return floor + (1 - floor) * (1 - Math.abs((2 * (t % period)) / period - 1))
    case 'sawtooth':
      return 1 - ((1 - floor) * (t % period)) / period
    case 'one-cycle':
      return oneCycle(Math.min(1, t / period), floor)
    case 'warm-up':
      return floor + ((1 - floor) * Math.min(t, period)) / period
    case 'wsd':
      return floor + (1 - floor) * stable(Math.min(1, t / period))
    case 'cosine-restarts':
      return floor + ((1 - floor) * (1 + cos((Math.PI * (t % period)) / period))) / 2
    case 'drawn':
      return onCurve(curve, t)
  }
}

function oneCycle(phase: number, floor: number): number {
  if (phase <= 2 * CLIMB) return floor + (1 - floor) * (1 - Math.abs(phase / CLIMB - 1))
  return floor * (1 - (0.99 * (phase - 2 * CLIMB)) / ANNEAL)
}

function stable(phase: number): number {
  const [climbed, falls] = STABLE
  return Math.max(0, Math.min(1, phase / climbed, (1 - phase) / (1 - falls)))
}

/** Straight lines between the points, level before the first and after the last. */
function onCurve(curve: readonly number[], t: number): number {
  let i = 0
  while (i < curve.length && numberAt(curve, i) <= t) i += 2
  if (i === 0) return numberAt(curve, 1)
  if (i >= curve.length) return numberAt(curve, curve.length - 1)
  const [t0, f0, t1, f1] = [numberAt(curve, i - 2), numberAt(curve, i - 1), numberAt(curve, i), numberAt(curve, i + 1)]
  return f0 + ((f1 - f0) * (t - t0)) / (t1 - t0)
}

/** What a schedule speaks of. */
export type Scheduled = 'eta' | 'B'

/** The schedule of an arm's η, or that of its B. */
export function courseOf(arm: Arm, of: Scheduled): Course {
  return of === 'eta'
    ? { kind: arm.schedule, period: arm.period, floor: arm.floor, curve: arm.curve }
    : { kind: arm.bschedule, period: arm.bperiod, floor: arm.bfloor, curve: arm.bcurve }
}

/**
 * What η, or B before it is rounded, is multiplied by at step t (counted from 0). A named schedule divides B by the factor
 * that it would give η (noise goes as η/B: both ways of lowering it are drawn alike), a drawn one multiplies B.
 */
export function scheduleFactor(course: Course, of: Scheduled, t: number): number {
  const factor = factorAt(course, t)
  return of === 'B' && course.kind !== 'drawn' ? 1 / factor : factor
}

/** η of step t (counted from 0): the arm's η times the schedule's factor. */
export function learningRate(
  { eta, schedule, period, floor, curve }: Pick<Arm, 'eta' | 'schedule' | 'period' | 'floor' | 'curve'>,
  t: number,
): number {
  return schedule === 'constant' ? eta : eta * factorAt({ kind: schedule, period, floor, curve }, t)
}

/** B of step t, from 1 to n; n where an arm draws no minibatches. */
export function batchSize(arm: Arm, t: number, n: number): number {
  if (!usesBatches(arm)) return n
  const { B, bschedule, bperiod, bfloor, bcurve } = arm
  if (bschedule === 'constant') return B
  const factor = factorAt({ kind: bschedule, period: bperiod, floor: bfloor, curve: bcurve }, t)
  const wanted = Math.round(bschedule === 'drawn' ? B * factor : B / factor)
  return Math.min(n, Math.max(1, wanted))
}
