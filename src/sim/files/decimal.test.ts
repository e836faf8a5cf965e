import { describe, expect, it } from 'vitest'
import type { DataChoice } from '../../lib/dataChoice'
import { proposeOwn } from './own'
import { fileOf, text } from './testing'

/** Twenty rows of two inputs and a number, in thousandths, so that 1.234 may be one number or a thousand times as much. */
const rows = Array.from({ length: 20 }, (_, i) => [1001 + ((i * 137) % 997), 12_345 + 613 * i, 100_234 - 3217 * i])
const fractions = rows.flatMap(r => r.slice(0, 2).map(v => v / 1000))
const wholes = rows.flatMap(r => r.slice(0, 2))
const written = (mark: string) => rows.map(r => r.map(v => (v / 1000).toFixed(3).replace('.', mark)))
const table = (cells: readonly (readonly string[])[], separator: string) => text(...cells.map(r => r.join(separator)))
const quoted = written(',').map(r => r.map(cell => `"${cell}"`))

async function read(files: Record<string, Uint8Array>, asked: Partial<DataChoice> = {}) {
  const given = Object.entries(files).map(([name, bytes]) => fileOf(name, bytes))
  const { proposal, own } = await proposeOwn(given, () => {}, { asked })
  expect(proposal.problem).toBe('')
  // Read again as the scenario will say, the data are the same.
  const again = await proposeOwn(given, () => {}, { asked: proposal.guess })
  expect(again.own?.info.digest).toBe(own!.info.digest)
  return { ...proposal, own: own!, X: [...own!.table.samples.X], y: [...own!.table.targets.values] }
}

describe('the decimal mark', () => {
  it.each([
    ['commas between semicolons', table(written(','), ';'), ',', fractions],
    ['points between semicolons', table(written('.'), ';'), '.', fractions],
    ['commas in quotes between commas', table(quoted, ','), '.', wholes],
  ])('of numbers like 1,234 is said, and read the other way where that is asked: %s', async (_, bytes, mark, guess) => {
    const found = await read({ 'm.csv': bytes })
    expect([found.dialect?.decimal, found.dialect?.marked, found.guess.decimal, found.X]).toEqual([mark, true, 'auto', guess])
    expect(found.said.join()).toMatch(/^(The first row.*,)?(Commas|Points) are read as .*1[.,]001.* choose another decimal mark/)
    const other = await read({ 'm.csv': bytes }, { decimal: mark === ',' ? 'point' : 'comma' })
    expect(other.X).toEqual(guess === wholes ? fractions : wholes)
    expect([other.guess.decimal, other.said.join(), other.dialect?.marked]).toEqual([
      mark === ',' ? 'point' : 'comma',
      expect.not.stringContaining('decimal mark'),
      true,
    ])
    expect(other.own.info.digest).not.toBe(found.own.info.digest)
    // What agrees with the guess reads the same.
    const same = await read({ 'm.csv': bytes }, { decimal: mark === ',' ? 'comma' : 'point' })
    expect(same.own.info.digest).toBe(found.own.info.digest)
  })

  const halves = Array.from({ length: 12 }, (_, i) => [i + 0.5, (i * 5) % 7, ((i * 3) % 11) + 0.25])
  const [X, y] = [halves.flatMap(r => r.slice(0, 2)), halves.map(r => r[2])]
  const commas = halves.map(r => r.map(v => String(v).replace('.', ',')))

  it.each([
    [
      'in quotes between commas',
      table(
        commas.map(r => r.map(c => `"${c}"`)),
        ',',
      ),
    ],
    [
      'in some quotes between commas',
      table(
        commas.map(r => r.map(c => (c.includes(',') ? `"${c}"` : c))),
        ',',
      ),
    ],
    ['between blanks', table(commas, ' ')],
    ['between bars', table(commas, '|')],
    ['behind a hundred whole rows', table([...Array.from({ length: 5000 }, () => ['1', '2', '3']), ...commas], ';')],
  ])('is a comma where nothing else fits: %s', async (what, bytes) => {
    const found = await read({ 'm.csv': bytes }, { header: 'no' })
    const [from, rest] = what.startsWith('behind') ? [10_000, 5000] : [0, 0]
    expect([found.X.slice(from), found.y.slice(rest), found.dialect?.decimal]).toEqual([X, y, ','])
  })

  it('between two columns and blanks is not taken for a separator', async () => {
    const found = await read({ 'm.txt': text(...halves.map(r => `${r[0]} ${r[2]}`.replaceAll('.', ','))) }, { header: 'no' })
    expect([found.X, found.y]).toEqual([halves.map(r => r[0]), y])
  })

  it('of labels in a file of their own is that of the inputs, or what is asked', async () => {
    const files = {
      'X.csv': table(
        commas.map(r => r.slice(0, 2)),
        ';',
      ),
      'y.csv': text(...commas.map(r => r[2])),
    }
    for (const asked of [{}, { decimal: 'comma' }] as const) expect(await read(files, asked)).toMatchObject({ X, y })
    const whole = {
      'X.csv': table(
        halves.map(r => [String(r[1]), '3']),
        ';',
      ),
      'y.csv': files['y.csv'],
    }
    expect((await read(whole, { decimal: 'comma' })).y).toEqual(y)
  })

  it('of labels that might be pairs of whole numbers as well is said', async () => {
    const inputs = table(
      commas.map(r => [...r.slice(0, 2), r[0]]),
      ';',
    )
    const of = async (labels: readonly string[], separator = ',') => {
      const y = text(...labels.map(pair => pair.replace(',', separator)))
      const { said, own } = await read({ 'X.csv': inputs, 'y.csv': y }, { decimal: 'comma' })
      return [own.table.targets.outputs, said.filter(sentence => sentence.includes('decimal mark'))]
    }
    const pairs = halves.map((_, i) => `${i + 1},${(i * 7) % 12}`)
    const one = 'The comma in “y.csv” is read as a decimal mark: “1,0” is one number. Two columns need semicolons between them.'
    expect(await of(pairs)).toEqual([1, [one]])
    expect(await of(pairs, ';')).toEqual([2, []])
    // No pair of whole numbers is written with a zero in front.
    expect(await of(['3,05', ...pairs.slice(1)])).toEqual([1, []])
  })

  it('does not matter to whole numbers, and what is no number with it is refused by row and column', async () => {
    const whole = text(...rows.map(r => r.join()))
    const found = await read({ 'w.csv': whole })
    expect(found.dialect?.marked).toBe(false)
    for (const decimal of ['comma', 'point'] as const)
      expect((await read({ 'w.csv': whole }, { decimal })).own.info.digest).toBe(found.own.info.digest)
    const points = fileOf('p.csv', text('a,b,c', ...halves.map(r => r.join())))
    const { proposal } = await proposeOwn([points], () => {}, { asked: { decimal: 'comma', target: '2' } })
    expect(proposal.problem).toBe('p.csv: row 2, column 1: “0.5” is not a number')
    expect(proposal.dialect).toMatchObject({ decimal: ',', marked: true })
  })
})
