/** What a scenario has that a script cannot compute anew: `checkScript`. */

import { isPlanar, keptPart, type Scenario, ScenarioError } from '../../scenario'

/** Entries of J that a noise of an arm's own may take at every step. */
const MOST_ENTRIES = 2e7

/** Every noise that an arm has at some step. */
export const noisesOf = ({ arms, events }: Scenario) =>
  new Set([...arms.map(arm => arm.noise), ...events.flatMap(e => (e.field === 'noise' ? [e.value] : []))])

/** Throws a ScenarioError that names the field where a script would not give the same numbers. */
export function checkScript(scenario: Scenario): void {
  const { model, measure, precision, stop } = scenario
  const refuse = (field: string, found: string, allowed: string): never => {
    throw new ScenarioError(field, found, `${allowed} for a Python script`)
  }
  if (isPlanar(model)) refuse('model', model.kind, 'a linear or over-parametrized linear model, or a network')
  if (model.kind === 'transformer') refuse('model', model.kind, 'a network of dense layers and convolutions')
  if (stop.when !== 'off') refuse('stop', stop.when, 'off')
  if (precision === 'f32') refuse('precision', precision, 'f64')
  if (measure.curvature === 'H') refuse('curvature', measure.curvature, 'G')
  if (measure.probes > 0) refuse('probes', String(measure.probes), '0')
  const part = scenario.arms.find(keptPart)
  if (part) refuse('arms', part.kind, 'kinds that keep all of their gradient')
  const noises = noisesOf(scenario)
  const others = 'minibatch, none, isotropic, diagonal, gaussian, g-shaped or label'
  if (noises.has('top-k')) refuse('xi', 'top-k', `${others}: signs of eigenvectors are no part of a scenario`)
  if (noises.has('top-eigenvector') && model.kind !== 'linear') refuse('xi', 'top-eigenvector', `${others} where G moves with θ`)
  for (const noise of ['g-shaped', 'label', 'diagonal'] as const)
    if (noises.has(noise) && model.loss === 'cross-entropy')
      refuse('xi', noise, 'minibatch, none, isotropic or gaussian with cross-entropy')
}

/** Throws a ScenarioError where a network is measured on fewer samples than an arm's own noise is made of. */
export function checkMeasured(scenario: Scenario, measured: number, n: number): void {
  const made = [...noisesOf(scenario)].find(noise => noise !== 'minibatch')
  if (made && measured < n)
    throw new ScenarioError('xi', made, `minibatch for a Python script of a run that is measured on ${measured} of ${n} samples`)
}

/** Throws a ScenarioError where an arm's own noise would take too large a J at every step. */
export function checkEntries(scenario: Scenario, rows: number, p: number): void {
  const made = [...noisesOf(scenario)].find(noise => noise !== 'minibatch' && noise !== 'none')
  if (made && rows * p > MOST_ENTRIES)
    throw new ScenarioError('xi', made, `minibatch or none for a Python script where n·C·p = ${rows * p} is above ${MOST_ENTRIES}`)
}
