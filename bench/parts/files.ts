/** The most processor time that a mutated data file of each format takes to be read or refused, whatever else the machine does: `npm run bench -- files`, some minutes. */
import { mutations } from '../../src/lib/mutation.fixture'
import { DataFileError } from '../../src/sim/files/error'
import { FILES, mutated } from '../../src/sim/files/mutated.fixture'
import { proposeOwn } from '../../src/sim/files/own'
import type { Row } from '../core/row'
import { seen } from '../core/single'

const TRIALS = 10_000

export async function rows(say: (row: Row) => void): Promise<void> {
  for (const [name, files] of Object.entries(FILES)) {
    const { below, bytes } = mutations(3)
    let worst = 0
    for (let trial = 0; trial < TRIALS; trial++) {
      const changed = below(files.length)
      const given = mutated(files, changed, bytes(files[changed]))
      const before = process.cpuUsage()
      try {
        await proposeOwn(given, () => {})
      } catch (error) {
        if (!(error instanceof DataFileError)) throw error
      }
      const { user, system } = process.cpuUsage(before)
      worst = Math.max(worst, (user + system) / 1000)
    }
    const who = `worst of ${TRIALS}`
    say({ part: 'files', group: 'mutated data files', name, unit: 'ms', cells: [seen(who, [worst])], targets: [{ of: who, atMost: 1000 }] })
  }
}
