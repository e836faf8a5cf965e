import { expect, it } from 'vitest'
import { arranged } from '../../arranged'
import { movedTo, without, withPanel } from './rearranged'

const panel = (name: string, more = {}) => ({ name, title: name, ...more })
const PANELS = [
  panel('a'),
  panel('study', { asked: true }),
  panel('b'),
  panel('c', { shares: true }),
  panel('d', { shares: true }),
  panel('e'),
]
const without2 = PANELS.filter(({ name }) => name !== 'study')
const shown = (text: string, panels: readonly ReturnType<typeof panel>[] = PANELS) =>
  arranged(panels, text).places.map(place => place.map(({ name }) => name).join('+'))
const rest = (text: string) => arranged(PANELS, text).rest.map(({ name }) => name)

it('shows what is named in its order, leads with what was asked for, and keeps the others in the drawer', () => {
  expect(shown('b,a', without2)).toEqual(['b', 'a'])
  expect(shown('b,a')).toEqual(['study', 'b', 'a'])
  expect(shown('b,a,-study')).toEqual(['b', 'a'])
  expect(rest('b,a,-study')).toEqual(['study', 'c', 'd', 'e'])
  expect(shown('b,study,unknown,b')).toEqual(['b', 'study'])
})

it('shows all where none is named', () => {
  for (const text of ['', 'unknown', '-a']) expect(shown(text)).toEqual(['a', 'study', 'b', 'c+d', 'e'])
})

it('puts what shares a place where the first of them stands', () => {
  expect(shown('study,d,b,c')).toEqual(['study', 'd+c', 'b'])
  expect(shown('study,d,b')).toEqual(['study', 'd', 'b'])
})

const START = 'study,c,d,b,gone,a'
const at = (text: string) => arranged(PANELS, text)

it('moves a place, with all that share it, and leaves the others in their order', () => {
  expect(shown(movedTo(START, at(START), 'b', 1))).toEqual(['study', 'b', 'c+d', 'a'])
  expect(shown(movedTo(START, at(START), 'd', 2))).toEqual(['study', 'b', 'c+d', 'a'])
  expect(shown(movedTo(START, at(START), 'a', 0))).toEqual(['a', 'study', 'c+d', 'b'])
  expect(shown(movedTo(START, at(START), 'study', 99))).toEqual(['c+d', 'b', 'a', 'study'])
  for (const [name, to] of [
    ['study', -1],
    ['a', 4],
    ['e', 0],
  ] as const)
    expect(movedTo(START, at(START), name, to)).toBe(START)
})

it('comes back to the text that it began with', () => {
  const away = movedTo(START, at(START), 'c', 0)
  expect(movedTo(away, at(away), 'c', 1)).toBe(START)
  const hidden = without(START, at(START), panel('a'))
  expect(rest(hidden)).toEqual(['a', 'e'])
  expect(withPanel(hidden, at(hidden), 'a')).toBe(START)
})

it('names every panel that it moves or hides, where the arrangement named none', () => {
  expect(movedTo('', at(''), 'b', 0)).toBe('b,a,study,c,d,e')
  expect(without('', at(''), panel('b'))).toBe('a,study,c,d,e')
})

it('keeps in the drawer what a setting would bring, until it is brought back', () => {
  const hidden = without('b', at('b'), panel('study', { asked: true }))
  expect(hidden).toBe('b,-study')
  expect(shown(hidden)).toEqual(['b'])
  const back = withPanel(hidden, at(hidden), 'study')
  expect(back).toBe('b,study')
  expect(shown(back)).toEqual(['b', 'study'])
})
