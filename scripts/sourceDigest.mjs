/** A digest of all that computes numbers: of two builds it is the same only where their sources are. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = new URL('..', import.meta.url)
const FOLDERS = ['src', 'assembly']
const FILES = ['package-lock.json']

export function sourceDigest() {
  const hash = createHash('sha256')
  const within = folder =>
    readdirSync(fileURLToPath(new URL(`${folder}/`, ROOT)), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => `${entry.parentPath ?? entry.path}/${entry.name}`)
  const paths = [...FOLDERS.flatMap(within), ...FILES.map(file => fileURLToPath(new URL(file, ROOT)))]
  for (const path of paths.sort()) hash.update(readFileSync(path))
  return hash.digest('hex').slice(0, 12)
}
