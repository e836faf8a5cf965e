import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Assets } from '../sim/load'

/** The page's data folder: beside the sources, or beside the built command line in dist. */
function find(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    for (const place of [join(folder, 'public/data', name), join(folder, 'data', name)]) if (existsSync(place)) return place
    if (folder === dirname(folder))
      throw new Error(`${name} is missing: it lies in public/data of the sources and in data of the built page`)
  }
}

export const ASSETS: Assets = { mnist: async () => new Uint8Array(await readFile(find('mnist.bin'))) }
