/** Lays the planes that follow from where a run has been: through its arms' points, its principal components, random directions. */

import { axpy } from '../../lib/matrix'
import type { ViewSettings } from '../../scenario'
import type { Model } from '../dynamics'
import { type Local, timesG } from '../noise/local'
import type { Axis, Plane } from '../plane'
import { filterNormalized, filterSigns, filtersOf } from './filters'
import { componentsOf, pointsCompared } from './principal'
import type { PathRecord } from './record'
import { spanOf, type Wish } from './span'

/** What a plane may be laid through. */
export interface Places {
  readonly model: Model
  readonly theta0: Float64Array
  readonly seed: number
  readonly record: PathRecord
  /** Where every arm is at `step`, or was at the step that the plane is held at. */
  readonly thetas: readonly Float64Array[]
  readonly step: number
  /** Null where a full gradient takes longer than a run may stand still for the sake of its picture. */
  readonly local: ((theta: Float64Array) => Promise<Local>) | null
  /** Lets others in. */
  pause(): Promise<void>
}

type LaidHere = Exclude<ViewSettings['plane'], 'eigen' | 'parameters'>

/** A plane of one of these kinds. What it lacks to two directions is made up by the gradient, then G times it, or where they take long by random ones; then by the parameters. */
export async function layThrough(kind: LaidHere, view: ViewSettings, places: Places): Promise<Plane> {
  const { theta0, thetas, step } = places
  const laid = { kind, i: view.i, j: view.j, step, anchorKind: 'start' as const }
  switch (kind) {
    case 'arms':
      return throughPoints(
        places,
        thetas.map((theta, arm) => ({ theta, axis: { of: 'arm', index: arm } })),
        laid,
      )
    case 'steps': {
      const points = view.through.map(at => {
        const found = at < step ? places.record.at(at) : null
        return { theta: found?.thetas[0] ?? thetas[0], axis: { of: 'step', index: found?.step ?? step } } as const
      })
      return throughPoints(places, points, laid)
    }
    case 'path': {
      const points = places.record.points(pointsCompared(theta0.length))
      const { first, second, shares } = componentsOf(points, theta0.length)
      const component = (vector: Float64Array, index: number): Wish => ({ axis: { of: 'component', index }, vector: () => vector })
      const span = await spanOf(theta0.length, [component(first, 1), component(second, 2), ...spares(places)], places.pause)
      return { ...laid, ...span, shares, compared: points.length, anchor: foot(thetas[0], theta0, span) }
    }
    case 'random': {
      const [at] = view.laid === 'usual' ? [theta0] : thetas
      const filters = filtersOf(places.model, at.length)
      const random = (which: number): Wish => ({
        axis: { of: 'random', index: which + 1 },
        vector: () => filterNormalized(filters, at, places.seed, which),
      })
      const span = await spanOf(at.length, [random(0), random(1), ...spares(places)], places.pause)
      return view.laid === 'usual' ? { ...laid, ...span, step: 0, anchor: at } : { ...laid, ...span, anchor: at.slice(), anchorKind: 'arm' }
    }
  }
}

interface Point {
  readonly theta: Float64Array
  readonly axis: Axis
}

/**
 * Through the first three points; of fewer than three, through θ_0 as well. Its origin is the foot of θ_0: there it does not jump
 * when the points move on.
 */
async function throughPoints(
  places: Places,
  points: readonly Point[],
  laid: Pick<Plane, 'kind' | 'i' | 'j' | 'step' | 'anchorKind'>,
): Promise<Plane> {
  const { theta0 } = places
  const from = points.length < 3 ? theta0 : points[0].theta
  const to = points.length < 3 ? points : points.slice(1)
  const towards = to.map(({ theta, axis }): Wish => ({ axis, vector: () => plus(theta, [-1, from]) }))
  const span = await spanOf(theta0.length, [...towards, ...spares(places)], places.pause)
  return { ...laid, ...span, anchor: foot(from, theta0, span) }
}

/** What makes up a plane that lacks a direction. */
function spares({ model, theta0, seed, thetas, local }: Places): Wish[] {
  if (!local) {
    const filters = filtersOf(model, theta0.length)
    return [0, 1].map(which => ({ axis: { of: 'random', index: which + 1 }, vector: () => filterSigns(filters, theta0, seed, which) }))
  }
  let known: Promise<Local> | undefined
  const at = () => (known ??= local(thetas[0]))
  return [
    { axis: { of: 'gradient', index: 1 }, vector: async () => (await at()).gradient.map(v => -v) },
    { axis: { of: 'gradient', index: 2 }, vector: async () => timesG(await at(), (await at()).gradient) },
  ]
}

/** The point nearest to θ_0 on the plane through θ. */
function foot(theta: Float64Array, theta0: Float64Array, { first, second }: Pick<Plane, 'first' | 'second'>): Float64Array {
  let [x, y] = [0, 0]
  for (let i = 0; i < theta.length; i++) {
    x += (theta[i] - theta0[i]) * first[i]
    y += (theta[i] - theta0[i]) * second[i]
  }
  return plus(theta, [-x, first], [-y, second])
}

/** θ + Σ c·v. */
function plus(theta: Float64Array, ...terms: readonly (readonly [c: number, v: Float64Array])[]): Float64Array {
  const sum = theta.slice()
  for (const [c, v] of terms) axpy(sum, c, v)
  return sum
}
