import { ARM_ID, type Arm, armName, checkScenario, FIELDS, type Scenario, ScenarioError, templateArm, usesBatches } from '../scenario'

/** What is done with the arms of a scenario as a whole: one more, another name, another order. */

export interface Added {
  readonly scenario: Scenario
  readonly id: string
  /** How it differs from an arm that it would repeat, in a sentence; '' where it differs by its kind. */
  readonly says: string
}

/** One more arm of a kind, from the values of the first of its kind. */
export function withArm(s: Scenario, kind: Arm['kind']): Added {
  const id = freeId(s, kind)
  return added(
    s,
    templateArm(s, id, kind),
    s.arms.find(arm => arm.kind === kind),
  )
}

/** One more arm with the values of an arm. */
export function withCopy(s: Scenario, of: string): Added {
  const arm = armOf(s, of)
  return added(s, { ...arm, id: freeId(s, of.replace(/\d+$/, '')) }, arm)
}

/** Puts an arm after the others. A twin of it would take the same steps: the new one has minibatches of its own, or half the learning rate. */
function added(s: Scenario, arm: Arm, twin: Arm | undefined): Added {
  const { id } = arm
  const [name, other] = [armName(id), twin && armName(twin.id)]
  const of = (changed: Partial<Arm>, says: string) => ({ scenario: { ...s, arms: [...s.arms, { ...arm, ...changed }] }, id, says })
  if (!other) return of({}, '')
  if (!usesBatches(arm)) return of({ eta: arm.eta / 2 }, `${name} has half the learning rate of ${other}, and is like it otherwise.`)
  const draws = Math.max(...s.arms.map(a => a.draws)) + 1
  const own = Math.min(draws, FIELDS.arm.draws.max)
  return of({ draws: own }, `${name} draws random numbers of its own (${FIELDS.arm.draws.label} ${own}), and is like ${other} otherwise.`)
}

function freeId(s: Scenario, base: string): string {
  const taken = new Set(s.arms.map(arm => arm.id))
  const names = [base, ...Array.from({ length: taken.size + 1 }, (_, i) => `${base.slice(0, 11)}${i + 2}`)]
  return names.find(name => !taken.has(name)) ?? base
}

function armOf(s: Scenario, id: string): Arm {
  const arm = s.arms.find(a => a.id === id)
  if (!arm) throw new ScenarioError('arms', id, `an arm of ${s.arms.map(a => a.id).join(', ')}`)
  return arm
}

/** The scenario with another name for an arm, in its recorded changes too: its course is the same. Throws where the name cannot be. */
export function renamed(s: Scenario, id: string, to: string): Scenario {
  if (!ARM_ID.test(to)) throw new ScenarioError('arms', to, 'a lower-case letter and at most eleven letters and digits after it')
  const arms = s.arms.map(arm => (arm === armOf(s, id) ? { ...arm, id: to } : arm))
  return checkScenario({
    ...s,
    arms,
    stop: stopOf(s, id, to),
    events: s.events.map(event => (event.arm === id ? { ...event, arm: to } : event)),
  })
}

/** The scenario with an arm `by` places further on; its course is the same. */
export function moved(s: Scenario, id: string, by: number): Scenario {
  const arm = armOf(s, id)
  const rest = s.arms.filter(other => other !== arm)
  const at = Math.max(0, Math.min(rest.length, s.arms.indexOf(arm) + by))
  return { ...s, arms: [...rest.slice(0, at), arm, ...rest.slice(at)] }
}

/** What ends the run early, where an arm has another name or is gone: '' is any arm. */
export const stopOf = ({ stop }: Scenario, id: string, to: string): Scenario['stop'] => (stop.arm === id ? { ...stop, arm: to } : stop)
