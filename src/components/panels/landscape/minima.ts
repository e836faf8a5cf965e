import { startsAtMinimum } from '../../../scenario'
import { list } from '../reading/numbers'
import { scalarOf, type View } from '../reading/view'

/** A place that training reached, where an escape began: by an event at this step. */
interface Trained {
  readonly step: number
  readonly at: readonly [number, number]
  /** Whether the gradient had died down there. */
  readonly minimum: boolean
}

/** The gradient, against the first, below which training has come to a minimum. */
const STILL = 0.05

/** Whether θ* of the planted minimum is the origin of the plane on screen. */
export const plantedShown = (view: View) => view.traces.plane?.anchor === 'minimum'

/**
 * Where training left the arms on the plane on screen, equal places once. Read from the newest row: older ones may have
 * been projected on another plane. None for runs that start beside a planted minimum.
 */
export function trainedOf(view: View): readonly Trained[] {
  if (startsAtMinimum(view.scenario)) return []
  const places: Trained[] = []
  for (const arm of view.arms) {
    const { table } = arm.trace
    const of = (name: Parameters<typeof scalarOf>[2]) => scalarOf(view, arm, name, table.length - 1)
    const [step, x, y] = [of('anchor_step'), of('anchor_x'), of('anchor_y')]
    if (!(step > 0 && step <= view.step) || places.some(p => p.step === step && p.at[0] === x && p.at[1] === y)) continue
    const slope = (row: number) => scalarOf(view, arm, 'grad_norm', row)
    places.push({ step, at: [x, y], minimum: slope(table.indexOf(step)) < STILL * slope(0) })
  }
  return places
}

/** "trained minimum, step 300". */
export function trainedLabel(places: readonly Trained[]): string {
  const steps = [...new Set(places.map(p => p.step))].sort((a, b) => a - b)
  const what = places.every(p => p.minimum) ? `trained minim${places.length > 1 ? 'a' : 'um'}` : 'trained so far'
  return `${what}, step${steps.length > 1 ? 's' : ''} ${list(steps.map(String))}`
}
