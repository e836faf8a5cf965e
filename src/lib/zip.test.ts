import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { unzipped } from './zip'

const FILES = { 'a.txt': strToU8('a'.repeat(60)), 'b/c.txt': strToU8('c'.repeat(60)) }
const LIMITS = { files: 2, bytes: 120 }

it('gives all files by name, stored or deflated', () => {
  for (const level of [0, 9] as const) expect(Object.fromEntries(unzipped(zipSync(FILES, { level }), LIMITS))).toEqual(FILES)
})

it.each([
  ['more files', zipSync(FILES), { files: 1, bytes: 120 }, /more than the 1 files/],
  ['more bytes', zipSync(FILES, { level: 0 }), { files: 2, bytes: 119 }, /more than the 119 bytes/],
  ['no archive', strToU8('nothing of the kind'), LIMITS, /cannot be unpacked/],
])('refuses %s than are expected', (_, archive, limits, why) => {
  expect(() => unzipped(archive, limits)).toThrow(why)
})

it('refuses a name that stands there twice', () => {
  const archive = zipSync({ 'a.txt': FILES['a.txt'], 'b.txt': FILES['a.txt'] }, { level: 0 })
  const b = strToU8('b.txt')
  for (let at = 0; at + 5 <= archive.length; at++) if (b.every((byte, i) => archive[at + i] === byte)) archive[at] = 97
  expect(() => unzipped(archive, LIMITS)).toThrow(/holds "a\.txt" twice/)
})
