/**
 * Workers that work for other workers, all started by the page. A worker that starts another one itself is stopped in Firefox until the
 * page's thread has taken note of it, and at times for ever: both wait for the same signal, which wakes only one of them. So a worker asks
 * the page for another (`starting.ts`), and the two talk over a port of their own; whoever ends a worker ends those that it asked for.
 *
 *     const spawn = () => employing(new Worker(…), { measuring: () => new Worker(…), … })
 */

import type { WorkerLike } from './workerClient'

export type StaffName = 'measuring' | 'measuring part' | 'replicas'
export type Spawns = Readonly<Record<StaffName, () => WorkerLike>>

/** A worker asks the page for another, who will hear of it through a port. */
interface Start {
  readonly staff: 'start'
  readonly id: number
  readonly name: StaffName
  readonly port: MessagePort
}

/** It needs it no more. */
interface End {
  readonly staff: 'end'
  readonly id: number
}

/** The page tells a worker that the one it asked for is no more. */
interface Died {
  readonly staff: 'died'
  readonly id: number
  readonly why: string
}

/** The page tells a worker for whom it works. */
interface Employed {
  readonly staff: 'employed'
  readonly port: MessagePort
}

/** What is said between the page and workers about others. */
export type StaffMessage = Start | End | Died | Employed

export const isOfStaff = (data: unknown): data is StaffMessage => typeof data === 'object' && data !== null && 'staff' in data

/** The page's end of a worker that may ask for others, made by `spawns`; they end with it. */
export function employing(worker: WorkerLike, spawns: Spawns): WorkerLike {
  const staff = new Map<number, WorkerLike>()

  function start({ id, name, port }: Start): void {
    try {
      const other = employing(spawns[name](), spawns)
      staff.set(id, other)
      other.onerror = event => {
        event.preventDefault?.()
        lose(id, event.message || `the ${name} worker could not be started`)
      }
      other.onmessageerror = () => lose(id, `a message to the ${name} worker could not be read`)
      const employed: Employed = { staff: 'employed', port }
      other.postMessage(employed, [port])
    } catch (error) {
      lose(id, (error as Error).message)
    }
  }

  function lose(id: number, why: string): void {
    end(id)
    const died: Died = { staff: 'died', id, why }
    worker.postMessage(died, [])
  }

  function end(id: number): void {
    staff.get(id)?.terminate()
    staff.delete(id)
  }

  const seen: WorkerLike = {
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    terminate() {
      worker.terminate()
      for (const id of [...staff.keys()]) end(id)
    },
  }
  worker.onmessage = event => {
    const { data } = event
    if (!isOfStaff(data)) seen.onmessage?.(event)
    else if (data.staff === 'start') start(data)
    else if (data.staff === 'end') end(data.id)
  }
  worker.onerror = event => seen.onerror?.(event)
  worker.onmessageerror = event => seen.onmessageerror?.(event)
  return seen
}
