import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder, NODE_DISK } from './disk'

it('a folder that another process makes at the same moment is as good', () => {
  const folder = mkdtempSync(join(tmpdir(), 'noisescope-disk-'))
  const disk = {
    ...NODE_DISK,
    makeFolder(path: string) {
      mkdirSync(path)
      NODE_DISK.makeFolder(path)
    },
  }
  makeFolder(disk, join(folder, 'a/b'))
  expect(statSync(join(folder, 'a/b')).isDirectory()).toBe(true)
  const refused = {
    ...NODE_DISK,
    makeFolder() {
      throw Object.assign(new Error(), { code: 'EACCES' })
    },
  }
  expect(() => makeFolder(refused, join(folder, 'c'))).toThrow('c cannot be created (no permission)')
  rmSync(folder, { recursive: true })
})
