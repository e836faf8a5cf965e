import { fetched } from '../../lib/fault'
import type { Job, JobOptions } from './job'
import type { StudyKind, TaskOf } from './kinds'

/** Starts a job whose code is fetched first: it settles also where the code does not come, and a job cancelled before that starts no worker. */
export function fetchJob<K extends StudyKind>(
  load: () => Promise<typeof import('./job')>,
  spawn: () => Worker,
  kind: K,
  tasks: readonly TaskOf<K>[],
  options: JobOptions<K>,
): Job {
  let job: Job | undefined
  let cancelled = false
  let settle: () => void = () => {}
  const ended = new Promise<void>(resolve => {
    settle = resolve
  })
  async function run(): Promise<void> {
    const { startJob } = await fetched('the studies', load())
    if (cancelled) return
    job = startJob(spawn, kind, tasks, options)
    await job.done
  }
  return {
    done: Promise.race([ended, run()]),
    cancel() {
      cancelled = true
      job?.cancel()
      settle()
    },
  }
}
