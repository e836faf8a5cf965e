import type { Section, SectionAnswer, SectionLine } from '../../../store'
import type { Gestures } from '../frame/spec'
import { nth } from '../reading/numbers'
import { direction } from '../reading/series'
import type { ArmView, View } from '../reading/view'

/** Which line is cut: along v_k or an axis of the landscape, or to another point: where the arm began, where it was at a step, another arm, the planted minimum. */
export type LineKind = 'along' | 'x' | 'y' | 'start' | 'step' | 'minimum' | `arm ${string}`

/** What is asked for, and what is known: the panel's own, beside the traces. */
export class Sections implements Gestures {
  kind: LineKind = 'along'
  k = 1
  /** The step of the other end, where a step is chosen. */
  step = 0
  reach = 1
  log = false
  found: Found | null = null
  /** Why there is none. */
  failure = ''

  constructor(private readonly changed: () => void) {}

  change(next: Partial<Pick<Sections, 'kind' | 'k' | 'step' | 'reach' | 'log'>>): void {
    Object.assign(this, next)
    this.changed()
  }

  take(found: Found | null, failure: string): void {
    this.found = found
    this.failure = failure
    this.changed()
  }

  zoom(_: unknown, _x: number, _y: number, factor: number): void {
    this.change({ reach: Math.max(1 / 64, Math.min(64, this.reach / factor)) })
  }

  pan(): void {}

  reset(): void {
    this.change({ reach: 1 })
  }
}

/** A section with the names of its line as it was asked for. */
export interface Found extends Omit<SectionAnswer, 'section'> {
  readonly section: Section
  readonly arm: string
  readonly color: number
  /** "v₁ of SGD", or the names of the two ends. */
  readonly names: readonly string[]
}

/** Kinds of line that a run has, with their words. */
export function linesOf(view: View, arm: ArmView): readonly { readonly value: LineKind; readonly label: string; readonly note: string }[] {
  const others = view.arms.filter(a => a.id !== arm.id)
  return [
    { value: 'along', label: 'along vₖ', note: `a direction of G at ${arm.label}, from the sharpest on` },
    { value: 'x', label: 'along x of the landscape', note: 'the landscape’s first direction, at the arm and at its projection' },
    { value: 'y', label: 'along y of the landscape', note: 'the landscape’s second direction, at the arm and at its projection' },
    ...others.map(a => ({ value: `arm ${a.id}` as const, label: `to ${a.label}`, note: `the segment from ${arm.label} to ${a.label}` })),
    { value: 'start', label: 'to its start', note: 'the segment back to step 0' },
    { value: 'step', label: 'to a step', note: 'the segment to where the arm was at a step' },
    ...(view.scenario.init.kind === 'near-minimum'
      ? [{ value: 'minimum' as const, label: 'to the minimum', note: 'the segment to the planted minimum' }]
      : []),
  ]
}

/** The kind of line that is chosen; along a direction where this arm has no such line. */
export const kindOf = (view: View, arm: ArmView, { kind }: Pick<Sections, 'kind'>): LineKind =>
  linesOf(view, arm).some(line => line.value === kind) ? kind : 'along'

/** What to ask the worker for: at the newest step, or at the one scrubbed to. */
export function lineOf(view: View, arm: ArmView, state: Sections): Omit<SectionLine, 'points'> {
  const { k, step, reach } = state
  const kind = kindOf(view, arm, state)
  const index = (id: string) => view.scenario.arms.findIndex(a => a.id === id)
  const now = view.scrubbed ? view.step : null
  const mine = { arm: index(arm.id), step: now }
  const line = { from: mine, k, reach }
  if (kind === 'along') return { ...line, to: null }
  if (kind === 'x' || kind === 'y') return { ...line, to: kind }
  if (kind === 'minimum') return { ...line, to: 'minimum' }
  if (kind === 'start') return { ...line, to: { arm: mine.arm, step: 0 } }
  if (kind === 'step') return { ...line, to: { arm: mine.arm, step } }
  return { ...line, to: { arm: index(kind.slice(4)), step: now } }
}

/** The ends of a line in words, once the worker has said at which steps they are. */
export function namesOf(view: View, arm: ArmView, kind: LineKind, { section, from, to }: SectionAnswer): string[] {
  const here = `${arm.label} at step ${from}`
  if (kind === 'along') return [`${direction(section?.k ?? 1)} of ${arm.label}`]
  if (kind === 'x' || kind === 'y') return [`${kind} of the landscape, ${arm.label}`]
  if (kind === 'minimum') return [here, 'the planted minimum']
  if (kind === 'start' || kind === 'step') return [here, `step ${to}`]
  const other = view.arms.find(a => `arm ${a.id}` === kind)
  return [here, other?.label ?? '']
}

/** L + s·slope + ½s²·curvature at an offset from the first end. */
export function parabola({ models: [here] }: Section, curvature: 'G' | 'H', s: number): number {
  return here ? here.loss + s * here.slope + (s * s * here[curvature]) / 2 : Number.NaN
}

/** Whether the highest point lies between the ends: else one end is the top, and there is no barrier. */
export const isBarrier = (at: number): boolean => at > 0 && at < 1

/** The highest of the points between the ends above the mean of the ends' losses; NaN along a direction. */
export function barrierOf({ s, loss, models: [a, b] }: Section): { readonly height: number; readonly at: number; readonly points: number } {
  if (!(a && b)) return { height: Number.NaN, at: Number.NaN, points: 0 }
  let [top, at, points] = [Number.NEGATIVE_INFINITY, 0, 0]
  for (const [i, share] of s.entries()) {
    if (share < 0 || share > 1) continue
    points++
    if (nth(loss, i) > top) [top, at] = [nth(loss, i), share]
  }
  return { height: top - (a.loss + b.loss) / 2, at, points }
}
