/** In which settings scenarios differ, in the words of the controls. */
import {
  type Arm,
  armField,
  armName,
  armUses,
  FIELDS,
  type Field,
  type FieldValue,
  fieldAt,
  getValue,
  isArmPath,
  optimizerOf,
  PATHS,
  type Path,
  type Scenario,
  sameValue,
} from '../../scenario'
import { choiceLabel } from '../controls/labels'
import { list } from '../panels/reading/numbers'

/** A row of a comparison: a cell for every run, the one on screen first. */
export interface Row {
  readonly label: string
  readonly cells: readonly string[]
}

/** Where a run has nothing to say in a row. */
export const NONE = '–'

/** The settings that are not the same in all scenarios. What is looked at (`view`) is no setting of a run. */
export function differencesOf(scenarios: readonly Scenario[]): Row[] {
  const paths = PATHS.filter(path => !path.startsWith('view.'))
  return [
    ...differing(
      'scenario',
      scenarios.map(({ preset }) => preset),
    ),
    ...differing('arms', scenarios.map(armsText)),
    ...paths.flatMap(path => (isArmPath(path) ? armRows(path, scenarios) : fieldRows(path, scenarios))),
    ...differing('changes in flight', scenarios.map(changesText)),
  ]
}

function differing(label: string, cells: readonly string[]): Row[] {
  return new Set(cells).size > 1 ? [{ label, cells }] : []
}

const labelOf = ({ label, symbol = '' }: Field) => (symbol ? `${label} ${symbol}` : label)

function valueText(field: Field, value: FieldValue): string {
  if (field.kind === 'choice') return choiceLabel(field.name, String(value))
  const text = Array.isArray(value) ? value.join(', ') : String(value)
  if (text === '') return 'none'
  return text + (field.unit ? ` ${field.unit}` : '')
}

/** Whether any two of these are not the same; what is undefined is not held against the others. */
const differ = (values: readonly (FieldValue | undefined)[]) => {
  const known = values.filter(value => value !== undefined)
  return known.some(value => !sameValue(value, known[0] ?? value))
}

function fieldRows(path: Path, scenarios: readonly Scenario[]): Row[] {
  const values = scenarios.map(s => getValue(s, { path, arm: '' }))
  const field: Field = fieldAt(path)
  return differ(values) ? [{ label: labelOf(field), cells: values.map(value => valueText(field, value)) }] : []
}

/** One row where the arms of every scenario share a value, else one for each arm whose values differ. */
function armRows(path: Path, scenarios: readonly Scenario[]): Row[] {
  const field: Field = fieldAt(path)
  const ownersIn = ({ arms }: Scenario) => arms.filter(arm => armUses(arm.kind, armField(path)))
  const valuesIn = (s: Scenario) => ownersIn(s).map(({ id }) => getValue(s, { path, arm: id }))
  const text = (value: FieldValue | undefined) => (value === undefined ? NONE : valueText(field, value))
  if (scenarios.every(s => !differ(valuesIn(s)))) {
    const shared = scenarios.map(s => valuesIn(s)[0])
    return differ(shared) ? [{ label: labelOf(field), cells: shared.map(text) }] : []
  }
  const ids = [...new Set(scenarios.flatMap(s => ownersIn(s).map(({ id }) => id)))]
  return ids.flatMap(id => {
    const values = scenarios.map(s => (ownersIn(s).some(arm => arm.id === id) ? getValue(s, { path, arm: id }) : undefined))
    return differ(values) ? [{ label: `${armName(id)} ${labelOf(field)}`, cells: values.map(text) }] : []
  })
}

/** "SGD, GD", with the kind where the name is another. */
const armsText = ({ arms }: Scenario) => list(arms.map(armText))

function armText({ id, kind }: Pick<Arm, 'id' | 'kind'>): string {
  const { label } = optimizerOf({ kind })
  return id === kind ? label : `${armName(id)} (${label})`
}

/** "step 40: SGD learning rate η 0.62", one after the other. */
function changesText({ events }: Scenario): string {
  const texts = events.map(({ step, arm, field, value }) => {
    const of: Field = FIELDS.arm[field]
    return `step ${step}: ${arm ? `${armName(arm)} ` : ''}${labelOf(of)} ${valueText(of, value)}`
  })
  return texts.join('; ') || 'none'
}
