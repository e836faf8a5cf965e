import { failureOf } from '../failure'
import { assetsWith } from '../ownAssets'
import { REPORT_MS } from '../pace'
import { type Compute, LOADERS, type PartOf, type StudyKind } from './kinds'
import type { FromStudy, ToStudy } from './messages'

// The entry of a study worker: computes one task at a time, in the order in which they come.
const scope = self as unknown as {
  postMessage(message: FromStudy): void
  onmessage: ((event: MessageEvent<ToStudy>) => void) | null
}

let last = Number.NEGATIVE_INFINITY

async function answer({ kind, index, task, files }: ToStudy): Promise<void> {
  const report = (done: number, total: number) => {
    const now = performance.now()
    if (now - last < REPORT_MS) return
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
