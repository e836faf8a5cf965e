import { type Address, armAt, armField, armUses, courseOf, type FieldValue, isUndrawn, type Scenario, sampleCourse } from '../scenario'

/**
 * What choosing "drawn by hand" sets, by names in links: the schedule, and before it, where nobody has drawn yet, a curve
 * that follows the schedule which it replaces, so that one starts from what one sees.
 */
export function drawnFrom(s: Scenario, step: number, { path, arm }: Address): Record<string, FieldValue> {
  const field = armField(path)
  const [of, curve] = field === 'schedule' ? (['eta', 'curve'] as const) : (['B', 'bcurve'] as const)
  const owners = s.arms.flatMap((a, i) => ((arm === '' || a.id === arm) && armUses(a.kind, field) ? [armAt(s, i, step)] : []))
  const fresh = owners.filter(a => courseOf(a, of).kind !== 'drawn' && isUndrawn(courseOf(a, of)))
  const curves = fresh.map(a => ({ id: a.id, points: sampleCourse(a, of, s.steps, s.data.n) }))
  const alike = arm === '' && curves.length === owners.length && new Set(curves.map(c => c.points.join())).size <= 1
  const named = alike ? curves.slice(0, 1).map(c => [curve, c.points]) : curves.map(c => [`${c.id}.${curve}`, c.points])
  return { ...Object.fromEntries(named), [arm ? `${arm}.${field}` : field]: 'drawn' }
}
