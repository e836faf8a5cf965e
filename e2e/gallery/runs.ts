/** The runs that the scenes show, and how a scene names a line. */
import type { Series } from '../../src/charts'
import { type ArmRun, problem, runArm } from './run'

const task = problem(100, 20, 7)
export const sgd = runArm(task, 'SGD', 90, 1, t => (t < 34 ? 0.3 : 0.38), 3)
export const gd = runArm(task, 'GD', 90, 0, () => 1.9, 3)
export const bold = runArm(task, 'GD', 90, 0, () => 2.07, 3)
export const slow = runArm(task, 'GD', 60, 0, () => 0.05, 3)
export const cyclic = runArm(task, 'SGD + CLR', 2000, 4, t => 0.05 + 0.4 * Math.abs(((t / 400) % 1) * 2 - 1), 9)
const long = runArm(task, 'GD + isotropic noise', 2000, 16, () => 0.2, 5)
const longSgd = runArm(task, 'SGD', 2000, 1, () => 0.12, 12)
const longGd = runArm(task, 'GD', 2000, 0, () => 0.05, 13)
/** Four arms of 2,000 steps. */
export const four = [longSgd, longGd, long, cyclic] as const

export const line = (run: ArmRun, y: ArrayLike<number>, color: number): Series => ({
  x: run.step,
  y,
  length: run.step.length,
  color,
  label: run.label,
})

export const SIZES = [
  [290, 200],
  [520, 240],
] as const
