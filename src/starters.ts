/** Starts what runs beside the page and its run in workers of their own: fetched after the first picture. */

import { startEnsemble as start } from './workers/ensemble/client'
import type { FromEnsemble } from './workers/ensemble/messages'
import { type Job, type JobOptions, startJob } from './workers/studies/job'
import type { StudyKind, TaskOf } from './workers/studies/kinds'

const spawnStudy = () => new Worker(new URL('./workers/studies/study.worker.ts', import.meta.url), { type: 'module', name: 'study' })
const spawnEnsemble = () =>
  new Worker(new URL('./workers/ensemble/ensemble.worker.ts', import.meta.url), { type: 'module', name: 'ensemble' })

/** Computes the tasks of a study. */
export const startStudy = <K extends StudyKind>(kind: K, tasks: readonly TaskOf<K>[], options: JobOptions<K>): Job =>
  startJob(spawnStudy, kind, tasks, options)

/** Starts the worker of an ensemble. */
export const startEnsemble = (onAnswer: (answer: FromEnsemble) => void) => start(spawnEnsemble, onAnswer)
