import type { DataChoice } from '../lib/dataChoice'
import type { FileLike, OwnData } from '../sim/files/own'
import type { DataInfo, Proposal } from '../sim/files/proposal'
import { REPORT_MS } from './pace'
import { Cancelled, type Clock, ticker } from './ticker'

/** Data sets kept, the newest first, and the memory beyond which only the newest stays, in bytes. */
const KEPT_SETS = 2
const KEPT_BYTES = 5e8

/** What was opened as data is read elsewhere. */
class Measurements extends Error {
  override readonly name = 'Measurements'
}

interface Parts extends Clock {
  /** Told what share of the reading is done. */
  onShare(share: number): void
}

/** User data in a worker: reads files beside whatever else it does, and keeps the last ones by their digest. */
export function createOwnData({ now, later, onShare }: Parts) {
  let kept: { readonly own: OwnData; readonly bytes: number }[] = []
  let reading: { cancelled: boolean } | null = null

  function keep(own: OwnData, bytes: number): void {
    const others = kept.filter(k => k.own.info.digest !== own.info.digest)
    kept = [{ own, bytes }, ...others].slice(0, KEPT_SETS)
    while (kept.length > 1 && kept.reduce((sum, k) => sum + k.bytes, 0) > KEPT_BYTES) kept.pop()
  }

  /** Reads files and says how they are meant; a reading that is under way is given up for it. Rejects with the DataFileError of bad ones. */
  async function proposed(files: readonly FileLike[], asked: Partial<DataChoice> | undefined) {
    if (reading) reading.cancelled = true
    const mine = { cancelled: false }
    reading = mine
    let reported = Number.NEGATIVE_INFINITY
    const report = (share: number) => {
      if (now() - reported < REPORT_MS) return
      reported = now()
      onShare(share)
    }
    const tick = ticker({ now, later }, () => mine.cancelled, report)
    try {
      // Fetched when wanted: a run on drawn data needs no parser.
      const [{ memoryOf, proposeOwn, readAs }, { holdMeasurements }] = await Promise.all([
        import('../sim/files/own'),
        import('../sim/files/measurements'),
      ])
      if (await holdMeasurements(files)) throw new Measurements('the files are measurements of a model, and no data')
      const found = await proposeOwn(
        files,
        async share => {
          await tick(share)
          if (mine.cancelled) throw new Cancelled('the reading was cancelled')
        },
        asked && { asked },
      )
      if (found.own) keep(found.own, memoryOf(found.own))
      return { ...found, readAs }
    } finally {
      if (reading === mine) reading = null
    }
  }

  return {
    async read(files: readonly FileLike[], asked?: Partial<DataChoice>): Promise<DataInfo> {
      const { readAs, ...found } = await proposed(files, asked)
      return readAs(found).info
    },
    async propose(files: readonly FileLike[], asked?: Partial<DataChoice>): Promise<Proposal> {
      return (await proposed(files, asked)).proposal
    },
    cancel(): void {
      if (reading) reading.cancelled = true
    },
    find: (digest: string): OwnData | null => kept.find(k => k.own.info.digest === digest)?.own ?? null,
  }
}
