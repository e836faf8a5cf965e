import fc from 'fast-check'
import { expect, it } from 'vitest'
import { namesOf, namesText, placesOf, placesText } from './lists'

const refuse = (part: string): never => {
  throw new RangeError(part)
}

it('columns are written as runs and read back, ascending, once each', () => {
  expect(placesText([0, 2, 3, 4, 7, 8])).toBe('1,3-5,8,9')
  expect(placesText([])).toBe('')
  for (const [text, part] of [
    ['1,5-7', '5-7'],
    ['3-2', '3-2'],
    ['0', '0'],
    ['x', 'x'],
  ] as const)
    expect(() => placesOf(text, 6, refuse)).toThrow(new RangeError(part))
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 40 })), places => {
      const ascending = [...places].sort((a, b) => a - b)
      expect(placesOf(placesText(places), 41, refuse)).toEqual(ascending)
    }),
  )
})

it('names with commas, quotes and nothing in them are read back', () => {
  expect(namesText(['a', 'b c'])).toBe('a,b c')
  const name = fc.oneof(fc.string(), fc.constantFrom('', ',', '"', 'a,"b"', '""'))
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), names => {
      expect(namesOf(namesText(names))).toEqual(names)
    }),
  )
})
