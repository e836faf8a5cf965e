import type { DataInfo, FileLike, OwnData } from '../sim/files/own'
import { REPORT_MS } from './pace'
import { Cancelled, type Clock, ticker } from './ticker'

/** Data sets kept, the newest first, and the memory beyond which only the newest stays, in bytes. */
const KEPT_SETS = 2
const KEPT_BYTES = 5e8

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

  return {
    /** Reads files; a reading that is under way is given up for it. Rejects with the DataFileError of bad ones. */
    async read(files: readonly FileLike[]): Promise<DataInfo> {
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
        const { memoryOf, readOwn } = await import('../sim/files/own')
        const own = await readOwn(files, async share => {
          await tick(share)
          if (mine.cancelled) throw new Cancelled('the reading was cancelled')
        })
        keep(own, memoryOf(own))
        return own.info
      } finally {
        if (reading === mine) reading = null
      }
    },
    cancel(): void {
      if (reading) reading.cancelled = true
    },
    find: (digest: string): OwnData | null => kept.find(k => k.own.info.digest === digest)?.own ?? null,
  }
}
