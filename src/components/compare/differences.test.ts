import { expect, it } from 'vitest'
import {
  ARM_KINDS,
  armField,
  armUses,
  decodeLink,
  type Field,
  type FieldValue,
  fieldAt,
  getValue,
  isArmPath,
  PATHS,
  sameValue,
  setValue,
} from '../../scenario'
import { differencesOf } from './differences'

const base = decodeLink('s=escape')
const rows = (...links: readonly string[]) => differencesOf(links.map(decodeLink)).map(({ label, cells }) => [label, ...cells])

/** A value that the field allows, other than this one. */
function another(field: Field, value: FieldValue): FieldValue {
  const texts = ['0123456789abcdef', 'a', 'a=1', 'loss@end', '2', '1,2']
  const candidates: FieldValue[] =
    field.kind === 'choice'
      ? [...field.choices]
      : field.kind === 'text'
        ? texts.filter(text => new RegExp(field.pattern).test(text))
        : field.kind === 'list'
          ? [[field.min], [field.max]]
          : [field.min, field.max]
  const found = candidates.find(candidate => !sameValue(candidate, value))
  if (found === undefined) throw new RangeError(`no other value of ${field.name}`)
  return found
}

it.each(PATHS.filter(path => !path.startsWith('view.')))(
  'scenarios that are the same have no row, and another %s has exactly its own',
  path => {
    expect(differencesOf([base, base, base])).toEqual([])
    const field: Field = fieldAt(path)
    // An arm of a kind that uses the field.
    const kind = isArmPath(path) ? ARM_KINDS.find(kind => armUses(kind, armField(path))) : undefined
    const one = kind ? decodeLink(`s=escape&arms=x:${kind}`) : base
    const other = setValue(one, { path, arm: '' }, another(field, getValue(one, { path, arm: '' })))
    const found = differencesOf([one, other, one])
    expect(found.map(({ label }) => label)).toEqual([field.symbol ? `${field.label} ${field.symbol}` : field.label])
    const [same, changed, again] = found[0]?.cells ?? []
    expect(same).not.toBe(changed)
    expect(again).toBe(same)
  },
)

it('what is looked at is no setting of a run', () => {
  expect(rows('s=escape', 's=escape&xaxis=log&panel=loss&speed=7')).toEqual([])
})

it('arms that share a value have one row, others one each by name, with what a run lacks left out', () => {
  expect(rows('s=escape&eta=0.3', 's=escape&eta=0.5')).toEqual([['learning rate η', '0.3', '0.5']])
  expect(rows('s=escape&eta=0.3', 's=escape&eta=0.3&gd.eta=0.5')).toEqual([['GD learning rate η', '0.3', '0.5']])
  expect(rows('s=escape&eta=0.3', 's=escape&arms=sgd&eta=0.3', 's=escape&arms=sgd,b:gd&eta=0.3')).toEqual([
    ['arms', 'SGD and GD', 'SGD', 'SGD and B (GD)'],
  ])
  expect(rows('s=escape&eta=0.3&gd.eta=0.4', 's=escape&arms=sgd&eta=0.3')).toEqual([['arms', 'SGD and GD', 'SGD']])
})

it('uses the words of the controls, with units, and tells every change in flight', () => {
  expect(rows('s=escape&sampling=reshuffled', 's=escape&sampling=without-replacement')).toEqual([
    ['sampling', 'reshuffled epochs', 'without replacement'],
  ])
  expect(rows('s=escape&at=', 's=escape&at=40:sgd.eta:0.62,41:sgd.eta:0.621')).toEqual([
    ['changes in flight', 'none', 'step 40: SGD learning rate η 0.62; step 41: SGD learning rate η 0.621'],
  ])
})
