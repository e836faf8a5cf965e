import { expect, it } from 'vitest'
import { columnsFor, decodeLink, encodeLink, parseScenario, stopAt, stopWords } from '.'

const of = (text: string) => decodeLink(`s=linear-anisotropic&every=5&steps=100&${text}`)
const columns = columnsFor({ k: 1 })

/** Rows of the arms with these numbers in their columns. */
const rows = (...arms: Partial<Record<'step' | 'loss' | 'mu' | 'time', number>>[]) =>
  arms.map(values => {
    const row = new Float64Array(columns.width).fill(Number.NaN)
    for (const [name, value] of Object.entries(values)) row[columns.at[name as 'loss']] = value
    return row
  })

it('is absent by default, and goes through links and files', () => {
  expect(encodeLink(of(''))).not.toContain('stop')
  const s = of('stop=mu&stopside=above&stopat=1.5&stoparm=gd')
  expect(s.stop).toEqual({ when: 'mu', side: 'above', value: 1.5, arm: 'gd' })
  expect(decodeLink(encodeLink(s))).toEqual(s)
  expect(parseScenario(JSON.parse(JSON.stringify(s)))).toEqual(s)
  expect(() => of('stop=loss&stoparm=adam')).toThrow('sgd, gd')
})

it.each([
  ['stop=loss&stopat=0.5', { step: 10, loss: 0.5 }, { step: 10, loss: 9 }, 'loss of SGD ≤ 0.5'],
  ['stop=loss&stopat=0.5', { step: 10, loss: 0.6 }, { step: 10, loss: 0.1 }, 'loss of GD ≤ 0.5'],
  ['stop=loss&stopat=0.5&stoparm=sgd', { step: 10, loss: 0.6 }, { step: 10, loss: 0.1 }, null],
  ['stop=loss&stopat=0.5&stoparm=all', { step: 10, loss: 0.6 }, { step: 10, loss: 0.1 }, null],
  ['stop=loss&stopat=0.5&stoparm=all', { step: 10, loss: 0.4 }, { step: 10, loss: 0.1 }, 'loss of all arms ≤ 0.5'],
  ['stop=mu&stopat=2&stopside=above', { step: 10, mu: Number.NaN }, { step: 10, mu: 2 }, 'μ of GD ≥ 2'],
  ['stop=step&stopat=12', { step: 15 }, { step: 15 }, 'step ≥ 12'],
  ['stop=time&stopat=12', { step: 15, time: 11 }, { step: 15, time: 12.5 }, 'η·t of GD ≥ 12'],
  ['stop=loss&stopat=0.5', { step: 12, loss: 0.1 }, { step: 12, loss: 0.1 }, null],
  ['stop=loss&stopat=0.5', { step: 100, loss: 0.1 }, { step: 100, loss: 0.1 }, null],
])('%s at %j and %j: %s', (text, sgd, gd, words) => {
  const found = stopAt(of(text), rows(sgd, gd), columns)
  expect(found && stopWords(found)).toBe(words)
})
