import { describe, expect, it } from 'vitest'
import type { DataChoice } from '../../lib/dataChoice'
import { encodeNpy, encodeNpz } from '../../lib/npz'
import { proposeOwn } from './own'
import { fileOf, text, writeCifar100 } from './testing'

/** Thirty rows whose inputs tell which row they are. */
const N = 30
const rows = Array.from({ length: N }, (_, i) => i)
const inputs = (i: number) => [i + 0.5, ((i * 7) % 11) - 4.25]
const letters = (i: number) => 'ab'[(i * 5 + (i >> 2)) % 2]

async function read(files: Record<string, Uint8Array>, asked: Partial<DataChoice> = {}) {
  const given = Object.entries(files).map(([name, bytes]) => fileOf(name, bytes))
  const found = await proposeOwn(given, () => {}, { asked })
  if (!found.own) throw new Error(found.proposal.problem)
  const again = await proposeOwn(given, () => {}, { asked: found.proposal.guess })
  expect([again.proposal.problem, again.own?.info.digest]).toEqual(['', found.own.info.digest])
  const { samples, targets } = found.own.table
  const classes = targets.classes
  return {
    ...found.proposal,
    own: found.own,
    rows: Array.from({ length: samples.n }, (_, i) => Array.from(samples.X.subarray(i * samples.d, (i + 1) * samples.d))),
    labels: classes ? Array.from(classes.labels, label => classes.names[label]) : [...targets.values],
  }
}

const X = (gap: (i: number) => boolean = () => false) => text('u,v', ...rows.map(i => (gap(i) ? `${i + 0.5},NA` : inputs(i).join())))
const array = (values: readonly number[], shape: readonly number[]) => ({ data: Float64Array.from(values), shape: [...shape] })
const npyX = encodeNpy(array(rows.flatMap(inputs), [N, 2]))

describe('rows that lack a value in one of two files are left out of both', () => {
  const gapX = (i: number) => i % 9 === 4
  const gapY = (i: number) => i % 13 === 2
  const both = rows.filter(i => !gapX(i) && !gapY(i))
  const gappedNames = text('kind', ...rows.map(i => (gapY(i) ? '?' : letters(i))))

  it('tables of inputs and of names', async () => {
    const found = await read({ 'X.csv': X(gapX), 'y.csv': gappedNames })
    expect([found.rows, found.labels]).toEqual([both.map(inputs), both.map(letters)])
    expect([found.guess.missing, found.certain, found.own.info.summary.left_out]).toEqual(['leave-out', false, N - both.length])
    expect([found.gaps, found.tests]).toEqual([true, false])
    expect(found.said.join(' ')).toMatch(/\(in “v”\).*\(in “kind” of “y\.csv”\)/)
  })

  it('a table beside an array, either way round', async () => {
    const left = rows.filter(i => !gapY(i))
    const named = await read({ 'X.npy': npyX, 'y.csv': gappedNames })
    expect([named.rows, named.labels]).toEqual([left.map(inputs), left.map(letters)])
    const kept = rows.filter(i => !gapX(i))
    const y = encodeNpy(
      array(
        rows.map(i => i / 4 + 0.1),
        [N],
      ),
    )
    const numbers = await read({ 'X.csv': X(gapX), 'y.npy': y })
    expect((await read({ 'X.csv': X(), 'y.npy': y })).gaps).toBe(false)
    expect([numbers.rows, numbers.labels]).toEqual([kept.map(inputs), kept.map(i => i / 4 + 0.1)])
    expect(numbers.own.info).toMatchObject({ n: kept.length, of: kept.length, summary: { left_out: N - kept.length } })
  })

  it('a test set of its own keeps to itself, and its gaps are asked about', async () => {
    const table = (gap: (i: number) => boolean, from: number) =>
      text('u,v,y', ...rows.slice(from).map(i => `${i + 0.5},${gap(i) ? '' : inputs(i)[1]},${letters(i)}`))
    const found = await read({ 'train.csv': table(() => false, 0), 'test.csv': table(gapY, 10) })
    expect(found.rows).toEqual([...rows, ...rows.slice(10).filter(i => !gapY(i))].map(inputs))
    expect([found.guess.missing, found.certain, found.own.info.summary.left_out]).toEqual(['leave-out', false, 2])
    await expect(read({ 'train.csv': table(() => false, 0), 'test.csv': table(gapY, 10) }, { missing: 'refuse' })).rejects.toThrow(
      'row 7, column 2 is empty',
    )
  })

  it('counts what was left out beside classes that are not kept', async () => {
    const found = await read({ 'X.csv': X(gapX), 'y.csv': text('k', ...rows.map(i => `${'abc'[i % 3]}`)) }, { classes: 'a,c' })
    expect(found.own.info.summary.left_out).toBe(rows.filter(gapX).length)
  })
})

describe('labels in a file of their own', () => {
  it('say themselves whether they have a header', async () => {
    const plain = text(...rows.map(i => inputs(i).join()))
    const found = await read({ 'X.csv': plain, 'y.csv': text(...rows.map(letters)) })
    expect([found.rows, found.labels]).toEqual([rows.map(inputs), rows.map(letters)])
    const mixed = await read({ 'X.csv': plain, 'y.csv': text('label', ...rows.map(i => String(i % 3))) })
    expect(mixed.labels).toEqual(rows.map(i => String(i % 3)))
  })

  it('are numbers or classes as the column of a table would be', async () => {
    const wide = rows.map(i => (i * i) % 97)
    const table = await read({ 'X.csv': X(), 'y.csv': text('y', ...wide.map(String)) })
    const archive = await read({ 'd.npz': encodeNpz({ X: array(rows.flatMap(inputs), [N, 2]), y: array(wide, [N]) }) })
    for (const found of [table, archive]) {
      expect([found.guess.predict, found.certain, found.labels]).toEqual(['numbers', false, wide])
      expect(found.said.join(' ')).toMatch(/has \d+ whole numbers: they are predicted as numbers/)
    }
    const hot = await read({ 'X.csv': X(), 'y.csv': text('a,b,c', ...rows.map(i => [0, 1, 2].map(k => Number(i % 3 === k)).join())) })
    expect([hot.guess.predict, hot.labels]).toEqual(['classes', rows.map(i => 'abc'[i % 3])])
  })

  it('one-hot keep their names where there is a test set', async () => {
    const table = (from: number) =>
      text(
        'u,v,kind_1,kind_3,kind_7',
        ...rows.slice(from).map(i => [...inputs(i), ...[0, 1, 2].map(k => Number((from === 0 || k > 0) && i % 3 === k))].join()),
      )
    const twoOfThree = text(
      'u,v,kind_1,kind_3,kind_7',
      ...rows.filter(i => i % 3 > 0).map(i => [...inputs(i), 0, i % 3 === 1 ? 1 : 0, i % 3 === 2 ? 1 : 0].join()),
    )
    const found = await read({ 'train.csv': table(0), 'test.csv': twoOfThree })
    expect(found.own.info.classes).toEqual(['1', '3', '7'])
    expect(found.labels).toEqual([...rows, ...rows.filter(i => i % 3 > 0)].map(i => '137'[i % 3]))
  })

  it('of CIFAR-100 are coarse or fine', async () => {
    const records: [number, number][] = [
      [0, 99],
      [19, 3],
      [4, 50],
      [19, 99],
    ]
    const file = { 'train.bin': writeCifar100(records, (i, j) => (i + j) & 255) }
    const [fine, coarse] = [await read(file), await read(file, { target: '1' })]
    expect([fine.labels, fine.own.info.outputs]).toEqual([records.map(r => String(r[1])), 100])
    expect([coarse.labels, coarse.own.info.outputs]).toEqual([records.map(r => String(r[0])), 20])
    expect(coarse.own.info.digest).not.toBe(fine.own.info.digest)
    await expect(read(file, { target: '3' })).rejects.toThrow('target: found 3; allowed is 1 to 2 (coarse, fine)')
  })
})

it('tables whose first rows differ are all read as one choice says, which is asked about', async () => {
  const found = await read({
    'train.csv': text('2001,2002,2003', ...rows.map(i => [...inputs(i), i / 8].join())),
    'test.csv': text(...rows.slice(20).map(i => [...inputs(i), i / 8].join())),
  })
  expect([found.guess.header, found.certain, found.own.info.test]).toEqual(['yes', false, 9])
})

it('commas that may group digits are said to be read as one or the other', async () => {
  const thousands = (i: number) => `${i + 1},${String((i * 37) % 1000).padStart(3, '0')}`
  const table = (separator: string, cell: (i: number) => string, last = (i: number) => String(i % 2)) =>
    text(...rows.map(i => [(i * 7) % 30, cell(i), last(i)].join(separator)))
  const decimal = await read({ 'd.csv': table(';', thousands) })
  expect([decimal.certain, decimal.rows[3]]).toEqual([false, [21, 4.111]])
  expect(decimal.said[0]).toBe(
    'Commas are read as decimal marks, 1,000 as 1.000 and not as 1000: choose another decimal mark if that is wrong.',
  )
  const grouped = await read({ 'g.csv': table(',', i => `"${thousands(i)}"`) })
  expect([grouped.certain, grouped.rows[3]]).toEqual([true, [21, 4111]])
  expect(grouped.said[0]).toBe(
    'Commas are read as groups of digits, 1,000 as 1000 and not as 1.000: choose another decimal mark if that is wrong.',
  )
  const half = await read({ 'h.csv': table(';', i => `${i},5`) })
  expect([half.certain, half.rows[3]]).toEqual([true, [21, 3.5]])
  // Others tell: two digits behind a comma, a zero before it, two groups, a point elsewhere.
  for (const telling of ['1,25', '0,125', '1,234,567', '2.5']) {
    const { said } = await read(
      { 't.csv': table(';', i => (i === 20 ? telling : thousands(i))) },
      { missing: 'leave-out', predict: 'classes' },
    )
    expect(said.join()).not.toMatch(/Commas/)
  }
})

it('a decimal comma leaves missing values what they are in columns of many values', async () => {
  const many = Array.from({ length: 1500 }, (_, i) => `${i},5;${i > 1200 && i % 100 === 50 ? 'NA' : `${2 * i + 1},25`};${i % 2}`)
  const found = await read({ 'm.csv': text('a;b;y', ...many) })
  expect([found.guess.missing, found.own.info.n, found.own.info.summary.left_out]).toEqual(['leave-out', 1497, 3])
  expect(found.rows[1250]).toEqual([1251.5, 2503.25])
})

it('classes that a link cannot name are not kept', async () => {
  const long = (i: number) => `${'n'.repeat(6000)}${i % 3}`
  const file = { 'l.csv': text(...rows.map(i => `${i},${long(i)}`)) }
  expect((await read(file, { classes: long(0) }).catch((error: Error) => error.message)) as string).toMatch(/all 10 samples are of class/)
  await expect(read(file, { classes: `${long(0)},${long(1)}` })).rejects.toThrow(/do not fit into a link/)
})
