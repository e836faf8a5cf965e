import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('the script writes the digits that the page carries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'noisescope-mnist-'))
  const path = join(folder, 'mnist.bin')
  try {
    execFileSync(process.execPath, [join(import.meta.dirname, 'mnist.mjs'), path])
    expect(readFileSync(path).equals(readFileSync(join(import.meta.dirname, '../public/data/mnist.bin')))).toBe(true)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
