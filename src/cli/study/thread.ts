/** What a thread of a study does: it computes one task at a time, with the code that the page's workers run. */

import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../../lib/fault'
import { LOADERS } from '../../workers/studies/kinds'
import type { Compute } from '../../workers/studies/study'
import { ASSETS, withOwn } from '../assets'
import { readDataFiles } from '../data'
import { isAsked } from '../io'
import type { FromThread, ThreadSetting, ToThread } from './threads'

/** Milliseconds between two reports. */
const REPORT_MS = 100

export async function serve(): Promise<void> {
  const port = parentPort
  if (!port) return
  const { kind, data, asked } = workerData as ThreadSetting
  const post = (news: FromThread) => port.postMessage(news)
  const silent = { err: () => {}, watched: false, interrupt: new AbortController().signal }
  const own = data.length > 0 ? readDataFiles(data, silent, asked) : null
  const code = codeOf(kind)
  let last = 0

  async function answer({ index, task }: ToThread): Promise<void> {
    try {
      const { compute } = (await code) as { compute: Compute<unknown, unknown> }
      const part = await compute(task, {
        assets: withOwn(ASSETS, await own),
        report(done, total) {
          if (performance.now() - last < REPORT_MS) return
          last = performance.now()
          post({ type: 'progress', index, share: total > 0 ? Math.min(1, done / total) : 0 })
        },
        show: known => post({ type: 'part', index, part: known, whole: false }),
      })
      post({ type: 'part', index, part, whole: true })
    } catch (error) {
      post({ type: 'failed', index, message: messageOf(error), asked: isAsked(error) })
    }
  }

  port.on('message', answer)
}

function codeOf(kind: ThreadSetting['kind']) {
  if (kind === 'point') return import('../grid/point')
  return kind === 'ensemble' ? import('./ensemble') : LOADERS[kind]()
}
