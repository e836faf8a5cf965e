/** The arms of a script: settings, changes in flight, and the tables of what they use. */

import { type Arm, type ArmField, armUses, isControlled, isPlain, ruleOf, type Scenario, usesBatches } from '../../scenario'
import { lines, literal } from './literals'
import { noisesOf } from './supported'

const SCHEDULES: Readonly<Record<Arm['schedule'], string>> = {
  constant: 'constant',
  step: 'step_drops',
  cosine: 'cosine',
  triangular: 'triangular',
  sawtooth: 'sawtooth',
  'one-cycle': 'one_cycle',
  'warm-up': 'warm_up',
  wsd: 'stable_decay',
  'cosine-restarts': 'cosine_restarts',
  drawn: 'on_curve',
}
const SAMPLINGS: Readonly<Record<Arm['sampling'], string>> = {
  'with-replacement': 'with_replacement',
  'without-replacement': 'without_replacement',
  reshuffled: 'reshuffled',
}
const RULES: Readonly<Record<ReturnType<typeof ruleOf>, string>> = {
  'heavy-ball': 'heavy_ball',
  nesterov: 'nesterov',
  sign: 'sign_step',
  adam: 'adam',
  rmsprop: 'rmsprop',
}
/** How each noise is drawn, and what its Tr(CG) is. */
const NOISES: Readonly<Partial<Record<Arm['noise'], readonly [string, string]>>> = {
  isotropic: ['isotropic_noise', 'against_isotropic'],
  diagonal: ['diagonal_noise', 'against_diagonal'],
  gaussian: ['gaussian_noise', 'against_sigma'],
  'g-shaped': ['g_shaped_noise', 'against_g'],
  label: ['label_noise', 'against_g'],
  'top-eigenvector': ['top_eigenvector_noise', 'against_top'],
}

const OF_SCHEDULES: readonly ArmField[] = ['schedule', 'period', 'floor', 'curve', 'bschedule', 'bperiod', 'bfloor', 'bcurve']
const OF_NOISE: readonly ArmField[] = ['noise', 'trace']

/** Values of a field at any step. */
function valuesOf<F extends ArmField>({ arms, events }: Scenario, field: F): Set<Arm[F]> {
  return new Set([...arms.map(arm => arm[field]), ...events.flatMap(e => (e.field === field ? [e.value as Arm[F]] : []))])
}

/** Whether η or B follows a schedule at some step. */
export const isScheduled = (s: Scenario) =>
  [...valuesOf(s, 'schedule'), ...valuesOf(s, 'bschedule')].some(schedule => schedule !== 'constant')

/** Whether an arm has a noise of its own at some step. */
export const hasOwnNoise = (s: Scenario) =>
  s.arms.some(arm => usesBatches(arm) && [...noisesOf(s)].some(noise => isControlled({ ...arm, noise })))

/** Settings of the arms, and changes of them. */
export function armsText(scenario: Scenario): string {
  const scheduled = isScheduled(scenario)
  const own = hasOwnNoise(scenario)
  const wanted = (arm: Arm) => (field: ArmField) =>
    armUses(arm.kind, field) &&
    (scheduled || !OF_SCHEDULES.includes(field)) &&
    (own || !OF_NOISE.includes(field) || field === 'noise') &&
    field !== 'rank'
  const settings = (arm: Arm) => {
    const fields = (Object.keys(arm).filter(key => key !== 'id' && key !== 'kind') as ArmField[]).filter(wanted(arm))
    const values = fields.map(field => [field, arm[field]])
    return literal({ rule: ruleOf(arm), plain: isPlain(arm), ...Object.fromEntries(values) })
  }
  const changes = scenario.arms.flatMap(arm => {
    const seen = scenario.events.filter(e => (e.arm === '' || e.arm === arm.id) && wanted(arm)(e.field))
    const pairs = seen.map(e => `(${e.step}, ${literal({ [e.field]: e.value })})`)
    return pairs.length > 0 ? [[arm.id, `[${pairs.join(', ')}]`] as const] : []
  })
  return [
    lines(
      'ARMS',
      scenario.arms.map(arm => [arm.id, settings(arm)]),
    ),
    '# Before step t is taken, these settings change: (t, what).',
    changes.length > 0 ? lines('EVENTS', changes) : 'EVENTS = {}',
  ].join('\n')
}

/** The functions that the arms use, by the names of their settings. */
export function tablesText(scenario: Scenario): string {
  const rules = [...new Set(scenario.arms.map(ruleOf))].map(rule => [rule, RULES[rule]] as const)
  const samplings = [...valuesOf(scenario, 'sampling')].map(sampling => [sampling, SAMPLINGS[sampling]] as const)
  const schedules = [...new Set([...valuesOf(scenario, 'schedule'), ...valuesOf(scenario, 'bschedule')])]
  const own = hasOwnNoise(scenario)
  const noises = [...noisesOf(scenario)].flatMap(noise => {
    const found = NOISES[noise]
    return found ? [[noise, found] as const] : []
  })
  return [
    '# How the arms step',
    lines('UPDATES', rules),
    lines('SAMPLINGS', samplings),
    ...(isScheduled(scenario)
      ? [
          lines(
            'SCHEDULES',
            schedules.map(schedule => [schedule, SCHEDULES[schedule]]),
          ),
        ]
      : []),
    ...(own
      ? [
          lines(
            'NOISES',
            noises.map(([noise, [draw]]) => [noise, draw]),
          ),
          lines(
            'AGAINST_G',
            noises.map(([noise, [, against]]) => [noise, against]),
          ),
        ]
      : []),
    `GRADIENT_OF = ${own ? 'gradient_or_noise' : 'minibatch_gradient'}`,
    `NOISE_OF = ${own ? 'noise_acting' : 'minibatch_noise'}`,
  ].join('\n')
}
