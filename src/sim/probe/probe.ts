/** What may be asked of single points of the parameter space, beside a run: each question is answered by a module of its own. */

import type { Tick } from '../../lib/tick'
import { onPlane, type Plane } from '../plane'
import type { Simulation } from '../simulation'
import { type Line, type OnPlane, type Section, sectionOf } from './section'
import { type NoiseQuestion, type StepNoise, stepNoise } from './stepNoise'

/** How fine a section is, and how far it goes; see `section.ts`. */
interface SectionQuestion {
  readonly kind: 'section'
  readonly line: Line
  /** The line goes along this axis of the plane of the simulation's view. */
  readonly axis?: 'x' | 'y' | undefined
  readonly points: number
  readonly reach: number
}

/** The noise of a step on the plane of the simulation's view. */
type NoiseOnPlane = NoiseQuestion & { readonly kind: 'noise' }

export type Question = SectionQuestion | NoiseOnPlane

export interface Answers {
  section: Section | null
  noise: StepNoise
}

/** Answers a question on a simulation's problem, wherever its arms are. `tick` is awaited now and then, and throws to give it up. */
export async function answer(
  sim: Pick<Simulation, 'probe' | 'layPlane'>,
  question: Question,
  tick: Tick,
): Promise<Answers[Question['kind']]> {
  switch (question.kind) {
    case 'section': {
      const { line, axis } = question
      const wanted = axis ? { ...line, onPlane: lineOn(await sim.layPlane(), line.from, axis) } : line
      return sectionOf(sim.probe, wanted, question, tick)
    }
    case 'noise':
      return stepNoise(sim.probe, await sim.layPlane(), question, tick)
  }
}

function lineOn(plane: Plane, theta: Float64Array, axis: 'x' | 'y'): OnPlane {
  const { anchor, first, second } = plane
  const [x, y] = onPlane(plane, theta)
  return { direction: axis === 'x' ? first : second, foot: anchor.map((v, i) => v + x * first[i] + y * second[i]) }
}

export type { Section, StepNoise }
