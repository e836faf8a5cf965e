import { expect, it } from 'vitest'
import type { ToWorker } from './protocol'
import { createSimulationClient } from './simulationClient'

class FakeWorker {
  readonly sent: ToWorker[] = []
  onmessage: unknown
  onerror: ((event: { message: string }) => void) | null = null
  terminated = false
  postMessage(message: ToWorker) {
    this.sent.push(message)
  }
  terminate() {
    this.terminated = true
  }
}

it('starts another worker with the next request, and not before', async () => {
  const workers: FakeWorker[] = []
  const whys: string[] = []
  const spawn = () => {
    workers.push(new FakeWorker())
    return workers.at(-1) as unknown as Worker
  }
  const client = createSimulationClient(
    spawn,
    () => {},
    why => whys.push(why),
  )
  const waiting = client.request({ type: 'play' })
  workers[0].onerror!({ message: 'out of memory' })
  await expect(waiting).rejects.toMatchObject({ name: 'WorkerCrash', message: 'out of memory' })
  client.ack()
  expect(workers).toHaveLength(1)
  expect(whys).toEqual(['out of memory'])
  void client.request({ type: 'pause' }).catch(() => {})
  expect(workers).toHaveLength(2)
  expect(workers[1].sent).toHaveLength(1)
  client.dispose()
  expect(workers.map(w => w.terminated)).toEqual([true, true])
})
