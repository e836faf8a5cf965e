import type { FileLike, OwnData } from '../sim/files/own'
import type { Assets } from '../sim/load'
import { PAGE_ASSETS } from './assets'

/** User data, read by the first that wants them. */
let own: Promise<OwnData> | undefined

/** The files that come with the page, and user data: a worker is handed those of one data set only. */
export function assetsWith(files: readonly FileLike[]): Assets {
  return {
    ...PAGE_ASSETS,
    async own(asked) {
      if (files.length === 0) return null
      own ??= import('../sim/files/own').then(({ readOwn }) => readOwn(files, () => {}, { asked }))
      const data = await own
      return data.info.digest === asked.file ? data : null
    },
  }
}
