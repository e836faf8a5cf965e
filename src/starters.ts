/** Starts what runs beside the page and its run in workers of their own: fetched after the first picture. */

import { withStaff } from './staff'
import { startEnsemble as start } from './workers/ensemble/client'
import type { FromEnsemble } from './workers/ensemble/messages'
import { startMeasured as startMeasuredIn } from './workers/measured/client'
import type { ToMeasured } from './workers/measured/messages'
import { type Job, type JobOptions, startJob } from './workers/studies/job'
import type { JobKind, TaskOf } from './workers/studies/kinds'

const spawnStudy = () => new Worker(new URL('./workers/studies/study.worker.ts', import.meta.url), { type: 'module', name: 'study' })
const spawnEnsemble = () =>
  withStaff(new Worker(new URL('./workers/ensemble/ensemble.worker.ts', import.meta.url), { type: 'module', name: 'ensemble' }))
const spawnMeasured = () =>
  new Worker(new URL('./workers/measured/measured.worker.ts', import.meta.url), { type: 'module', name: 'measured' })

/** Computes the tasks of a study. */
export const startStudy = <K extends JobKind>(kind: K, tasks: readonly TaskOf<K>[], options: JobOptions<K>): Job =>
  startJob(spawnStudy, kind, tasks, options)

/** Reads measurements of a model. */
export const startMeasured = (asked: ToMeasured, onProgress: (share: number, at: number, of: number) => void) =>
  startMeasuredIn(spawnMeasured, asked, onProgress)

/** Starts the worker of an ensemble. */
export const startEnsemble = (onAnswer: (answer: FromEnsemble) => void) => start(spawnEnsemble, onAnswer)
