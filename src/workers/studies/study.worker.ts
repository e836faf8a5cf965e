import { failureOf } from '../failure'
import { assetsWith } from '../ownAssets'
import { REPORT_MS } from '../pace'
import { openPort } from '../port'
import { type JobKind, LOADERS, type PartOf } from './kinds'
import type { FromStudy, ToStudy } from './messages'
import type { Compute } from './study'

// The entry of a study worker: computes one task at a time, in the order in which they come.
const port = openPort<ToStudy, FromStudy>()

let last = Number.NEGATIVE_INFINITY

async function answer({ kind, index, task, files }: ToStudy): Promise<void> {
  const report = (done: number, total: number) => {
    const now = performance.now()
    if (now - last < REPORT_MS) return
    last = now
    port.post({ type: 'progress', index, done, total })
  }
  const show = (part: PartOf<JobKind>) => port.post({ type: 'part', index, part, unfinished: true })
  try {
    const { compute } = (await LOADERS[kind]()) as { compute: Compute<typeof task, PartOf<JobKind>> }
    port.post({ type: 'part', index, part: await compute(task, { assets: assetsWith(files), report, show }) })
  } catch (error) {
    port.post({ type: 'failed', index, failure: failureOf(error) })
  }
}

let queue = Promise.resolve()
port.listen(message => {
  queue = queue.then(() => answer(message))
})
