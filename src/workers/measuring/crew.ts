/**
 * Workers who compute parts of a measurement (`sim/crew.ts`), for whoever measures: the measuring worker of a page, or the command
 * line. They start with the first task. Where they cannot be had the tasks are done here, one after another.
 */

import type { Crew, Task } from '../../sim/crew'
import type { Watching } from '../heartbeat'
import { createPool } from '../pool/pool'
import type { Answer, WorkerLike } from '../workerClient'
import { WORTH_A_CREW } from './cost'

/** On the wire a task and what is said of it carry the same number. */
export interface ToHand {
  readonly id: number
  readonly task: Task
}

export type FromHand = Answer | { readonly id: number; readonly share: number }

/** Does one task. */
export type Hand = (task: Task, onShare: (share: number) => void) => Promise<unknown>

/** A crew of workers made by `spawn`, with a hand for want of them and a watch over them; whoever makes it ends it with `cancel`. */
export function crewOf(
  spawn: () => WorkerLike,
  workers: number,
  alone: () => Promise<Hand>,
  watching?: Watching,
): Crew & { cancel(): void } {
  let onNews: (news: FromHand) => void = () => {}
  const pool = createPool<ToHand, FromHand>(spawn, {
    ...{ name: 'measuring part', workers, ...(watching && { watching }) },
    answerIn: message => ('share' in message ? null : message),
    onNews: news => onNews(news),
  })
  let lost = false

  async function run<R>(tasks: readonly Task[], costs: readonly number[], onShare: (share: number) => void = () => {}): Promise<R[]> {
    const whole = costs.reduce((sum, cost) => sum + cost, 0)
    const shares = tasks.map(() => 0)
    const report = (index: number, share: number) => {
      shares[index] = share
      onShare(shares.reduce((sum, own, at) => sum + own * (costs[at] ?? 0), 0) / whole)
    }
    onNews = news => 'share' in news && report(news.id, news.share)
    if (!lost)
      try {
        return await pool.run<R>(
          tasks.map((task, id) => ({ id, task })),
          index => report(index, 1),
        )
      } catch (error) {
        if ((error as Error).name !== 'WorkerCrash') throw error
        lost = true
      }
    const hand = await alone()
    const answers: R[] = []
    for (const [index, task] of tasks.entries()) {
      answers.push((await hand(task, share => report(index, share))) as R)
      report(index, 1)
    }
    return answers
  }

  return { workers, worth: WORTH_A_CREW, run, cancel: pool.cancel }
}
