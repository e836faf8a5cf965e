// npm run cluster   runs the sweeps of docs/cluster.md as they stand there, with whatever of GNU parallel, Snakemake and SLURM
// this machine has, and compares their tables with those of one process, byte by byte.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildCli } from './build-cli.mjs'

const TABLES = ['sweep.csv', 'sweep-summary.csv', 'sweep.npz', 'sweep.parquet', 'sweep.json']

interface Engine {
  /** Its section in docs/cluster.md, whose first block is run. */
  readonly section: string
  /** Whether it is there. */
  readonly found: readonly string[]
  /** The name of the file that the block becomes, what runs it, and where the tables are then. */
  readonly file: string
  readonly run: readonly string[]
  readonly tables: string
}

const ENGINES: readonly Engine[] = [
  { section: 'GNU parallel', found: ['parallel', '--version'], file: 'sweep.sh', run: ['bash', '-e', 'sweep.sh'], tables: 'all' },
  { section: 'Snakemake', found: ['snakemake', '--version'], file: 'Snakefile', run: ['snakemake', '--cores', 'all'], tables: 'all' },
  { section: 'SLURM', found: ['sinfo', '--noheader'], file: 'sweep.sh', run: ['sbatch', '--wait', 'sweep.sh'], tables: 'out' },
]

/** The first indented block of a section of a page. */
export function blockOf(page: string, section: string): string {
  const text = page.split(/^## /m).find(part => part.startsWith(`${section}\n`)) ?? ''
  const lines = text.split('\n')
  const from = lines.findIndex(line => line.startsWith('    '))
  if (from < 0) throw new Error(`docs/cluster.md has no block in the section ${section}; add one`)
  const rest = lines.slice(from)
  const end = rest.findIndex((line, i) => line !== '' && !line.startsWith('    ') && i > 0)
  return `${(end < 0 ? rest : rest.slice(0, end))
    .map(line => line.slice(4))
    .join('\n')
    .trimEnd()}\n`
}

/** The sweep that all of them split: the arguments of `noisescope sweep` on the page's first block. */
export function sweepOf(page: string): string[] {
  const [, words = ''] = /^ {4}noisescope sweep (.*?) --shard/m.exec(page) ?? []
  return words.split(' ')
}

async function main(page: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'noisescope-cluster-'))
  await buildCli(join(folder, 'cli'))
  const bin = join(folder, 'bin')
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` }
  const call = ([command = '', ...args]: readonly string[], cwd: string) => spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  const check = (words: readonly string[], cwd: string) => {
    const { status, stdout, stderr } = call(words, cwd)
    if (status !== 0) throw new Error(`${words.join(' ')} failed: ${stdout}${stderr}`)
  }
  try {
    mkdirSync(bin)
    symlinkSync(join(folder, 'cli/noisescope.js'), join(bin, 'noisescope'))
    check(['noisescope', 'sweep', ...sweepOf(page), '--out', 'one'], folder)
    for (const { section, found, file, run, tables } of ENGINES) {
      if (call(found, folder).status !== 0) {
        console.log(`${section}: not here, left out`)
        continue
      }
      const place = join(folder, section)
      mkdirSync(place)
      writeFileSync(join(place, file), blockOf(page, section))
      check(run, place)
      const other = TABLES.filter(name => !readFileSync(join(place, tables, name)).equals(readFileSync(join(folder, 'one', name))))
      if (other.length > 0) throw new Error(`${section}: ${other.join(', ')} differ from those of one process`)
      console.log(`${section}: ${TABLES.join(', ')} as from one process`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(readFileSync(join(import.meta.dirname, '../docs/cluster.md'), 'utf8'))
