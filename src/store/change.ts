import {
  type Address,
  AS_IT_WAS,
  addressOf,
  armAt,
  armField,
  armUses,
  changeOf,
  checkCarried,
  checkScenario,
  digitsOf,
  type FieldValue,
  GAUSSIAN_INPUTS,
  isArmPath,
  mostReplicas,
  normalize,
  type Path,
  type Scenario,
  ScenarioError,
  type ScenarioEvent,
  setValue,
  usesBatches,
  WHITENED_INPUTS,
} from '../scenario'
import { matching } from './matching'

/** The scenario whose start are the values in force at a step, without recorded changes. */
export function settled(s: Scenario, step: number): Scenario {
  return s.events.length ? { ...s, arms: s.arms.map((_, a) => armAt(s, a, step)), events: [] } : s
}

/** With the values of arms that are on their way into the run. */
export function arrived(s: Scenario, wanted: Readonly<Record<string, FieldValue>>): Scenario {
  return Object.entries(wanted).reduce((next, [name, value]) => {
    const address = addressOf(next, name)
    return isArmPath(address.path) ? setValue(next, address, value) : next
  }, s)
}

/**
 * Brings the rest in line with the field that was changed: lowers what a smaller n or d no longer allows, and makes model,
 * data and loss fit each other. `lowered` says whether a batch size was among it. Throws where the change itself cannot be.
 */
export function fitted(wanted: Scenario, changed?: Path): { scenario: Scenario; lowered: boolean } {
  const matched = matching(wanted, changed)
  const { source } = matched.data
  const s = source === 'mnist' ? onDigits(matched) : source === 'file' ? onFile(matched) : onDrawn(matched)
  const tooBig = s.arms.filter(a => usesBatches(a) && a.B > s.data.n)
  const arms = s.arms.map(a => (tooBig.includes(a) ? { ...a, B: s.data.n } : a))
  const { nonzero, spikes, units, teacher, d } = s.data
  const most = teacher === 'multi-index' ? d : units
  const data = { ...s.data, nonzero: Math.min(nonzero, d), spikes: Math.min(spikes, d), units: Math.min(units, most) }
  const ensemble = { ...s.ensemble, R: Math.min(s.ensemble.R, mostReplicas({ ...s, data })) }
  const wide = withSweep({ ...s, arms, data, ensemble })
  return { scenario: checkCarried(checkScenario(normalize(changed ? withNoise(wide) : wide))), lowered: tooBig.length > 0 }
}

/** Real minibatches in place of noises that this problem is too large for. */
function withNoise(s: Scenario): Scenario {
  try {
    return checkScenario(s)
  } catch (error) {
    if (!(error instanceof ScenarioError) || error.field !== 'xi') return s
    const real = { noise: 'minibatch' } as const
    const refused = (noise: FieldValue) => noise === error.found
    const next = {
      ...s,
      arms: s.arms.map(a => (refused(a.noise) ? { ...a, ...real } : a)),
      events: s.events.filter(e => e.field !== 'noise' || !refused(e.value)),
    }
    return next.arms.some((a, i) => a !== s.arms[i]) || next.events.length < s.events.length ? withNoise(next) : s
  }
}

/** Only the points of a sweep that this problem allows; no sweep over a width that the model does not have. */
function withSweep(s: Scenario): Scenario {
  const allowed = s.sweep.values.filter(value => {
    try {
      return checkCarried(checkScenario({ ...s, sweep: { ...s.sweep, values: [value] } }))
    } catch {
      return false
    }
  })
  if (allowed.length === s.sweep.values.length) return s
  return { ...s, sweep: allowed.length > 0 ? { ...s.sweep, values: allowed } : { ...s.sweep, over: 'none' } }
}

/** Drawn data have fewer dimensions than images, and no digest. */
function onDrawn(s: Scenario): Scenario {
  return { ...s, data: { ...s.data, ...AS_IT_WAS, intercept: 'off', d: Math.min(s.data.d, GAUSSIAN_INPUTS) } }
}

/** No minimum is known of user data, and images of many pixels are not whitened. */
function onFile(s: Scenario): Scenario {
  const init = s.init.kind === 'near-minimum' ? { kind: 'gaussian' as const, scale: 1 } : s.init
  const whitens = s.data.input === 'whitened' || s.data.input === 'white'
  const input = s.data.d > WHITENED_INPUTS && whitens ? 'centred' : s.data.input
  return { ...s, init, data: { ...s.data, input } }
}

/** The page carries a subset of the digits. */
function onDigits(s: Scenario): Scenario {
  const plus = s.data.minus === s.data.plus ? (s.data.plus + 1) % 10 : s.data.plus
  return { ...s, data: { ...s.data, ...AS_IT_WAS, plus, n: Math.min(s.data.n, digitsOf(s.data)) } }
}

/** A field of an arm, by its name in links, and what it is to be. */
export interface Setting {
  readonly name: string
  readonly address: Address
  readonly value: FieldValue
}

/** Throws where these changes at a step cannot be; an error names the field that was changed, as the controls do. */
export function checkChanges(s: Scenario, step: number, settings: readonly Setting[]): void {
  const added = settings.map(({ address, value }) => ({ step, ...changeOf(address.arm, armField(address.path), value) }))
  const replaced = (e: ScenarioEvent) => e.step > step || (e.step === step && added.some(a => a.arm === e.arm && a.field === e.field))
  const events = [...s.events.filter(e => !replaced(e)), ...added]
  try {
    checkScenario({ ...s, events })
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    throw new ScenarioError(error.field.replace(/^at\./, ''), error.found, error.allowed)
  }
}

/** Whether two scenarios differ in nothing that a replay could not take up, but for arms that the one has after all of the other. */
export function sameProblem(a: Scenario, b: Scenario): boolean {
  const both = Math.min(a.arms.length, b.arms.length)
  const key = (s: Scenario) =>
    JSON.stringify([s.model, s.data, s.init, s.seed, s.backend, s.precision, s.arms.slice(0, both).map(x => [x.id, x.kind])])
  return key(a) === key(b)
}

/** Whether two scenarios differ only in what a run adopts without starting again: steps, cadence and view. */
export function sameRun(a: Scenario, b: Scenario): boolean {
  const key = (s: Scenario) =>
    JSON.stringify([
      s.model,
      s.data,
      s.init,
      s.seed,
      s.backend,
      s.precision,
      s.arms,
      s.events,
      { ...s.measure, every: 0 },
      s.sweep,
      s.ensemble,
      s.preset,
    ])
  return key(a) === key(b)
}

/** The values in force at a step of an arm field: that of the arm, or for arm '' those of every arm that uses the field. */
export function valuesAt(s: Scenario, { path, arm }: Address, step: number): FieldValue[] {
  const key = armField(path)
  return s.arms.flatMap((a, i) => ((arm === '' || arm === a.id) && armUses(a.kind, key) ? [armAt(s, i, step)[key]] : []))
}
