import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csv, numberText } from './csv'

it('writes numbers in full, what is no number as numpy reads it, and quotes texts that need it', () => {
  const rows = [
    ['say "x"', 0.1 + 0.2, -0],
    ['b', Number.NaN, Number.NEGATIVE_INFINITY],
  ]
  expect(csv(['arm', 'a,b', 'c'], rows)).toBe('arm,"a,b",c\n"say ""x""",0.30000000000000004,-0\nb,nan,-inf\n')
  expect(csv(['step'], [])).toBe('step\n')
})

it('writes every float64 so that it reads back to the same bits', () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), v => Object.is(Number(numberText(v)), v)))
})
