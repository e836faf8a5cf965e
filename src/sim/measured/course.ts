/** Measures checkpoint after checkpoint, the same on the command line and on the page: `measureAll`. */

import { Fingerprint } from '../../lib/fingerprint'
import type { Columns } from '../../scenario'
import type { Backend } from '../backends/types'
import { columnsOfCheckpoints, type MeasuredCheckpoint, type MeasuringSettings, measureCheckpoint } from './measure'
import { inFile, type Measurements } from './open'

export interface Course {
  readonly columns: Columns
  /** In the order of the checkpoints. */
  readonly found: readonly MeasuredCheckpoint[]
  /** Sixteen hexadecimal digits: a hash of all rows. */
  readonly fingerprint: string
}

/** `tick` is told how much of which checkpoint has been read, and may throw to end it; what a file must not hold is thrown with its name. */
export async function measureAll(
  { checkpoints }: Measurements,
  settings: MeasuringSettings,
  backend: Pick<Backend, 'machine'>,
  tick: (at: number, share: number) => Promise<void>,
): Promise<Course> {
  const columns = columnsOfCheckpoints(checkpoints, settings.k)
  const found: MeasuredCheckpoint[] = []
  for (const [at, checkpoint] of checkpoints.entries())
    try {
      found.push(await measureCheckpoint(checkpoint, columns, settings, backend, share => tick(at, share)))
    } catch (error) {
      throw inFile(checkpoint.file, error)
    }
  return { columns, found, fingerprint: new Fingerprint().add(found.flatMap(({ row }) => [...row])).digest() }
}

/** What may be wrong with the numbers of checkpoints, each with the name of its file. */
export const notesOf = ({ checkpoints }: Measurements, found: readonly MeasuredCheckpoint[]) =>
  found.flatMap(({ notes }, at) => notes.map(note => `${checkpoints[at].file}: ${note}`))
