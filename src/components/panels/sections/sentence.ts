import type { Section } from '../../../store'
import { list, number } from '../reading/numbers'
import { direction } from '../reading/series'
import { barrierOf, type Found, isBarrier, parabola } from './state'

/** What the section shows: how far the parabolas hold along a direction, how high the barrier is between two points. */
export function sectionSentence(found: Found | null): string {
  if (!found) return ''
  const { section, names, from } = found
  const { s, loss, models } = section
  const [a, b] = models
  if (!a) return ''
  if (section.projected) return projectedSentence(section.projected, section, names[0] ?? '', a.loss)
  if (!b) {
    const borders = [0, s.length - 1].map(i => ({ s: s[i] ?? 0, loss: loss[i] ?? Number.NaN }))
    const at = (of: (s: number) => number) => list(borders.map(border => number(of(border.s))))
    const [G, H] = [at(x => parabola(section, 'G', x)), at(x => parabola(section, 'H', x))]
    const curves = G === H ? `the parabolas of G and H at ${G}` : `G’s parabola at ${G}, H’s at ${H}`
    return `Along ${direction(section.k)}, L ends at ${list(borders.map(border => number(border.loss)))}, ${curves}.`
  }
  const { height, at, points } = barrierOf(section)
  const ends = names.length > 1 && names[1] ? `${names[0]} and ${names[1]}` : `the two points of step ${from}`
  const far = `Between ${ends}, ${number(section.unit)} apart,`
  return isBarrier(at)
    ? `${far} a barrier rises ${number(height)} above the ends’ mean, ${number(at, 2)} of the way along: the highest of ${points} points.`
    : `${far} there is no barrier: none of ${points} points is higher than the ends.`
}

/** A point nearer to the plane than this share of what is shown lies on it. */
const ON_PLANE = 1e-6

/** What projecting on the plane hides: the loss at the arm beside that of its projection, here and over the line. */
function projectedSentence(
  { loss, off }: NonNullable<Section['projected']>,
  { s, loss: own }: Section,
  name: string,
  here: number,
): string {
  const reach = Math.abs(s[0] ?? 0)
  if (off <= ON_PLANE * reach) return `Along ${name}: the arm lies on the plane, and both losses are one.`
  const least = (of: Float64Array) => of.reduce((a, v) => Math.min(a, v), Number.POSITIVE_INFINITY)
  const there = loss[s.indexOf(0)] ?? Number.NaN
  return `Along ${name}, ${number(off)} off the plane: L is ${number(here)} here, ${number(there)} at the projection; lowest ${number(least(own))} and ${number(least(loss))}.`
}
