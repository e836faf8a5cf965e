/** A worker's way to another worker: the page starts it (`staff.ts` says why), and the two talk over a port. */

import { isOfStaff, type StaffMessage, type StaffName } from './staff'
import type { WorkerLike } from './workerClient'

/** What there is of a worker's own globals. */
type Scope = Pick<DedicatedWorkerGlobalScope, 'postMessage' | 'addEventListener'>

/** Starts workers through the page, each as if it had been made here. */
export function startsThroughPage(scope: Scope = self as DedicatedWorkerGlobalScope): (name: StaffName) => WorkerLike {
  const started = new Map<number, WorkerLike>()
  let next = 0
  const tell = (message: StaffMessage, transfer: Transferable[] = []) => scope.postMessage(message, transfer)

  scope.addEventListener('message', ({ data }: MessageEvent) => {
    if (isOfStaff(data) && data.staff === 'died') started.get(data.id)?.onerror?.({ message: data.why } as ErrorEvent)
  })

  return name => {
    const id = next++
    const { port1, port2 } = new MessageChannel()
    const other: WorkerLike = {
      onmessage: null,
      onerror: null,
      onmessageerror: null,
      postMessage: (message, transfer) => port1.postMessage(message, transfer),
      terminate() {
        if (!started.delete(id)) return
        port1.close()
        tell({ staff: 'end', id })
      },
    }
    port1.onmessage = event => other.onmessage?.(event)
    port1.onmessageerror = event => other.onmessageerror?.(event)
    started.set(id, other)
    tell({ staff: 'start', id, name, port: port2 }, [port2])
    return other
  }
}
