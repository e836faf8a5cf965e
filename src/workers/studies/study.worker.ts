import type { FileLike, OwnData } from '../../sim/files/own'
import type { Assets } from '../../sim/load'
import { PAGE_ASSETS } from '../assets'
import { failureOf } from '../failure'
import { type Compute, LOADERS, type PartOf, type StudyKind } from './kinds'
import type { FromStudy, ToStudy } from './messages'

// The entry of a study worker: computes one task at a time, in the order in which they come.
const scope = self as unknown as {
  postMessage(message: FromStudy): void
  onmessage: ((event: MessageEvent<ToStudy>) => void) | null
}

/** Milliseconds between reports of progress. */
const PACE = 100
let last = Number.NEGATIVE_INFINITY

/** The user's own data, read by the first task that wants them. */
let own: Promise<OwnData> | undefined

function assetsWith(files: readonly FileLike[]): Assets {
  const read = () => import('../../sim/files/own').then(({ readOwn }) => readOwn(files, () => {}))
  return {
    ...PAGE_ASSETS,
    async own(digest) {
      if (files.length === 0) return null
      own ??= read()
      const data = await own
      return data.info.digest === digest ? data : null
    },
  }
}

async function answer({ kind, index, task, files }: ToStudy): Promise<void> {
  const report = (done: number, total: number) => {
    const now = performance.now()
    if (now - last < PACE) return
    last = now
    scope.postMessage({ type: 'progress', index, done, total })
  }
  const show = (part: PartOf<StudyKind>) => scope.postMessage({ type: 'part', index, part, unfinished: true })
  try {
    const { compute } = (await LOADERS[kind]()) as { compute: Compute<typeof task, PartOf<StudyKind>> }
    scope.postMessage({ type: 'part', index, part: await compute(task, { assets: assetsWith(files), report, show }) })
  } catch (error) {
    scope.postMessage({ type: 'failed', index, failure: failureOf(error) })
  }
}

let queue = Promise.resolve()
scope.onmessage = ({ data }) => {
  queue = queue.then(() => answer(data))
}
