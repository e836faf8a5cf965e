import { gzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { grouped } from '../../lib/digits'
import { shortened } from '../../lib/text'
import { DataFileError } from './error'
import { LARGEST_FILES, readOwn } from './own'
import type { Steps } from './progress'
import { readData } from './read'

/** Why a file is refused, and after how many of its bytes in slices; the most bytes between two slices. */
function refusal(bytes: Uint8Array, options = {}): { message: string; slices: number } {
  const steps: Steps<unknown> = readData(bytes, options)
  let slices = 0
  try {
    while (!steps.next().done) slices++
  } catch (error) {
    if (error instanceof DataFileError) return { message: error.message, slices }
    throw error
  }
  return { message: '', slices }
}

const filled = (length: number, text: string) => new Uint8Array(length).fill(text.charCodeAt(0))

it('a line without an end is not looked through to its end', () => {
  expect(refusal(filled(60e6, ',')).message).toBe(`row 1 has more than ${grouped(10_000)} columns, at most ${grouped(4097)} expected`)
  expect(refusal(filled(60e6, '7')).message).toBe(`row 1, column 1 is longer than ${grouped(10_000)} bytes: this is no table of numbers`)
  const quoted = filled(60e6, 'x')
  quoted[0] = 34
  expect(refusal(quoted).message).toBe(`row 1, column 1 is longer than ${grouped(10_000)} bytes: this is no table of numbers`)
  const later = filled(60e6, ',')
  later.set(new TextEncoder().encode('a,b\n1,2\n3,4\n'))
  expect(refusal(later).message).toMatch(/^row 4 has more than/)
})

it('a cell may have 10 000 bytes, and not one more, within a line and at the end of the file', () => {
  const refused = (cell: string) => [
    refusal(new TextEncoder().encode(`${cell},1\n2,3\n`)).message,
    refusal(new TextEncoder().encode(`2,3\n1,${cell}`)).message,
  ]
  const zeros = (count: number) => '0'.repeat(count)
  const long = [1, 2].map(at => `row ${at}, column ${at} is longer than ${grouped(10_000)} bytes: this is no table of numbers`)
  for (const quote of ['', '"']) {
    expect(refused(`${quote}${zeros(10_000)}${quote}`)).toEqual(['', ''])
    expect(refused(`${quote}${zeros(10_001)}${quote}`)).toEqual(long)
  }
  expect(refused(`"${zeros(10_001)}`)).toEqual(long)
})

it('empty lines are passed over in slices', () => {
  expect(refusal(filled(8e6, '\n'))).toMatchObject({
    message: 'file holds no rows, a table of numbers expected',
    slices: expect.any(Number),
  })
  expect(refusal(filled(8e6, '\n')).slices).toBeGreaterThan(5)
  expect(refusal(new TextEncoder().encode('x\n'.padStart(3e6, ' \n'))).slices).toBeGreaterThan(1)
})

it('what a file unpacks to counts, not what it is packed into', async () => {
  const packed = gzipSync(filled(3e6, ','), { level: 9 })
  expect(packed.length).toBeLessThan(10_000)
  expect(refusal(packed, { largest: 2e6 }).message).toBe(
    `gzip file unpacks to more than ${grouped(2e6)} bytes, which is the most that is expected`,
  )
  expect(refusal(packed, { largest: 3e6 }).message).toMatch(/^row 1 has more than/)
  expect(LARGEST_FILES).toBe(1e9)
})

it('messages show long names by their ends, and too many files are refused before any is read', async () => {
  const file = (name: string) => ({ name, size: 3, slice: () => ({ arrayBuffer: async () => new TextEncoder().encode('a,b').buffer }) })
  const error = await readOwn([file(`${'n'.repeat(5000)}.csv`)], () => {}).catch((e: Error) => e)
  expect((error as Error).message.length).toBeLessThan(200)
  expect((error as Error).message).toMatch(/^n+…n+\.csv: /)
  await expect(
    readOwn(
      Array.from({ length: 101 }, (_, i) => file(`${i}.csv`)),
      () => {},
    ),
  ).rejects.toThrow(/^101 files were chosen/)
  expect(shortened('abcdefghij', 5)).toBe('ab…ij')
})
