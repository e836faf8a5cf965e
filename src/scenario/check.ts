import { numberAt } from '../lib/values'
import { armUses } from './armUses'
import { allDigitsOf } from './digits'
import { checkEnsemble } from './ensemble'
import { ScenarioError } from './error'
import { FIELDS } from './fields'
import { checkLayers } from './layers'
import {
  checkCurvature,
  endsOf,
  hasPrecision,
  hasWidth,
  isNetwork,
  isPlanar,
  type NetworkSettings,
  outputsOf,
  parametersOf,
  widestLayer,
} from './model'
import { checkNoise } from './noise'
import { usesBatches } from './optimizers'
import { checkInputs } from './ownData'
import { sweepPoint, sweepValues } from './sweep'
import type { Arm, ArmField, Scenario } from './types'
import { checkValue } from './value'

/** Values that an arm does not use stand at their defaults, so that equal experiments are equal scenarios. */
export function normalizeArm(arm: Arm): Arm {
  const fields = Object.keys(FIELDS.arm) as ArmField[]
  const unused = fields.filter(field => !armUses(arm.kind, field)).map(field => [field, FIELDS.arm[field].initial])
  return { ...arm, ...Object.fromEntries(unused) }
}

/** The scenario with its arms normalized and its events in the order of their steps. */
export function normalize(s: Scenario): Scenario {
  return { ...s, arms: s.arms.map(normalizeArm), events: [...s.events].sort((a, b) => a.step - b.step) }
}

/** The conditions that involve several fields. Returns its argument, or throws a ScenarioError. */
export function checkScenario(s: Scenario): Scenario {
  const atMost = (field: string, value: number, max: number, what: string) => {
    if (value > max) throw new ScenarioError(field, String(value), `at most ${what} = ${max}`)
  }
  const ids = s.arms.map(a => a.id)
  if (new Set(ids).size < ids.length) throw new ScenarioError('arms', ids.join(','), 'ids that differ')
  for (const arm of s.arms)
    for (const field of ['curve', 'bcurve'] as const) checkCurve(arm[field], s.arms.length > 1 ? `${arm.id}.${field}` : field)
  for (const arm of s.arms) if (usesBatches(arm)) atMost(s.arms.length > 1 ? `${arm.id}.B` : 'B', arm.B, s.data.n, 'n')
  const widest = widestLayer(s)
  if (s.model.m > widest) throw new ScenarioError('m', String(s.model.m), `at most ${widest} beside d = ${s.data.d}`)
  if (isNetwork(s.model)) checkNetwork(s, s.model)
  else if (!isPlanar(s.model)) {
    if (s.model.loss !== 'squared') throw new ScenarioError('loss', s.model.loss, 'squared for models through one weight vector')
    if (s.data.source === 'hops') throw new ScenarioError('model', s.model.kind, 'a network for questions, which have several answers')
    if (outputsOf(s.data) > 1) throw new ScenarioError('task', s.data.task, 'pair or parity for models with one output')
  }
  if (isPlanar(s.model)) checkPlanar(s)
  if (s.precision === 'f32' && (!hasPrecision(s.model) || s.backend === 'reference'))
    throw new ScenarioError('precision', s.precision, `f64 for ${hasPrecision(s.model) ? 'the backend reference' : s.model.kind}`)
  if (s.data.source === 'mnist') {
    if (s.data.n > allDigitsOf(s.data))
      throw new ScenarioError('n', String(s.data.n), `at most ${allDigitsOf(s.data)} digits for this task`)
    if (s.data.task === 'pair' && s.data.minus === s.data.plus)
      throw new ScenarioError('plus', String(s.data.plus), `another digit than minus = ${s.data.minus}`)
    if (s.init.kind === 'near-minimum') throw new ScenarioError('init', s.init.kind, 'gaussian or constant for digits')
  }
  checkInputs(s)
  if (s.data.source === 'hops') {
    atMost('hops', s.data.hops, s.data.pairs, 'pairs')
    if (s.data.symbols <= s.data.pairs)
      throw new ScenarioError('symbols', String(s.data.symbols), `more than pairs = ${s.data.pairs}, for no symbol comes twice in a chain`)
  }
  if (s.data.teacher === 'sparse') atMost('nonzero', s.data.nonzero, s.data.d, 'd')
  if (s.data.teacher === 'multi-index') atMost('units', s.data.units, s.data.d, 'd')
  if (s.data.spectrum === 'two-level') atMost('spikes', s.data.spikes, s.data.d, 'd')
  const p = parametersOf(s)
  if (p !== undefined) {
    checkCurvature(s, Math.min(s.measure.of || s.data.n, s.data.n), p)
    checkNoise(s, s.data.n, p)
  }
  checkEnsemble(s)
  if (s.view.i === s.view.j) throw new ScenarioError('j', String(s.view.j), `another direction than i = ${s.view.i}`)
  for (const e of s.events) checkEvent(s, e)
  const { arm } = s.stop
  if (arm && arm !== 'all' && !ids.includes(arm))
    throw new ScenarioError('stoparm', arm, `all, one of ${ids.join(', ')}, or nothing for any arm`)
  checkSweep(s)
  return s
}

/** Every point of a sweep is a scenario of its own. */
function checkSweep(s: Scenario): void {
  const { over } = s.sweep
  if (over === 'm' && !hasWidth(s.model)) throw new ScenarioError('sweep', over, 'none or n for a model without a hidden width')
  for (const value of sweepValues(s)) {
    try {
      checkValue(over === 'm' ? FIELDS.model.m : FIELDS.data.n, value)
      checkScenario(sweepPoint(s, value))
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      throw new ScenarioError('points', String(value), `for ${error.field}: ${error.allowed}`)
    }
  }
}

/** Models of two parameters have two inputs; the case of Zhu et al. brings its data, without labels. */
function checkPlanar({ model, data, arms, events }: Scenario): void {
  if (data.source !== 'gaussian') throw new ScenarioError('source', data.source, `gaussian for ${model.kind}`)
  if (data.d !== 2) throw new ScenarioError('d', String(data.d), `2 for ${model.kind}`)
  if (model.kind === 'valley' && data.teacher !== 'dense' && data.teacher !== 'sparse')
    throw new ScenarioError('teacher', data.teacher, 'dense or sparse for valley')
  if (model.kind !== 'zhu-2d') return
  if (data.labelNoise > 0) throw new ScenarioError('noise', String(data.labelNoise), '0 for zhu-2d, which has no labels')
  const label = arms.some(a => a.noise === 'label') || events.some(e => e.field === 'noise' && e.value === 'label')
  if (label) throw new ScenarioError('xi', 'label', 'another noise for zhu-2d, which has no labels')
}

/** A drawn schedule is pairs of a step and a factor, the steps ascending. */
function checkCurve(values: readonly number[], name: string): void {
  const ascending = values.every((v, i) => i % 2 === 1 || i === 0 || v > numberAt(values, i - 2))
  const factors = values.every((v, i) => i % 2 === 0 || v <= 100)
  if (values.length % 2 === 1 || !ascending || !factors)
    throw new ScenarioError(name, values.join(','), 'pairs of a step and a factor up to 100, the steps ascending')
}

/** A network is measured on fewer samples than it is trained on where n×n matrices would not fit: n is not bounded here. */
function checkNetwork({ data, init, arms }: Scenario, model: NetworkSettings): void {
  if (init.kind === 'near-minimum') throw new ScenarioError('init', init.kind, 'gaussian or constant for networks')
  if (model.loss === 'cross-entropy' && data.labelNoise > 0)
    throw new ScenarioError('noise', String(data.labelNoise), '0 with cross-entropy, whose labels are classes')
  const ends = endsOf(data)
  if (ends) checkLayers(model, ends, arms.length)
}

function checkEvent(s: Scenario, e: Scenario['events'][number]): void {
  const arm = s.arms.find(a => a.id === e.arm)
  const name = `at.${e.arm ? `${e.arm}.` : ''}${e.field}`
  if (e.arm && !arm) throw new ScenarioError(name, e.arm, `an arm of ${s.arms.map(a => a.id).join(', ')}`)
  if (!s.arms.some(a => (!arm || a === arm) && armUses(a.kind, e.field)))
    throw new ScenarioError(name, e.field, 'a field that the arm uses')
  checkValue(FIELDS.arm[e.field], e.value, name)
  if (e.field === 'curve' || e.field === 'bcurve') checkCurve(e.value, name)
  if (e.field === 'B' && e.value > s.data.n) throw new ScenarioError(name, String(e.value), `at most n = ${s.data.n}`)
}
