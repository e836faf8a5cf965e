import { expect, it, vi } from 'vitest'
import { employing, type Spawns, type StaffMessage } from './staff'
import { startsThroughPage } from './starting'
import type { WorkerLike } from './workerClient'

const turn = () => new Promise(resolve => setTimeout(resolve, 0))

/** A worker's both ends: the page's, and its own globals. */
function fakeWorker() {
  const listeners: ((event: MessageEvent) => void)[] = []
  const heard: unknown[] = []
  const page: WorkerLike & { ended: boolean } = {
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    ended: false,
    postMessage(data) {
      heard.push(data)
      queueMicrotask(() => {
        for (const listen of listeners) listen({ data } as MessageEvent)
      })
    },
    terminate() {
      page.ended = true
    },
  }
  const scope = {
    postMessage: (data: unknown) => page.ended || page.onmessage?.({ data } as MessageEvent),
    addEventListener: (_: string, listen: (event: MessageEvent) => void) => listeners.push(listen),
  } as unknown as Parameters<typeof startsThroughPage>[0]
  return { page, scope, heard }
}

function office() {
  const made: ReturnType<typeof fakeWorker>[] = []
  const spawn = () => {
    const worker = fakeWorker()
    made.push(worker)
    return worker.page
  }
  const spawns: Spawns = {
    measuring: spawn,
    'measuring part': spawn,
    replicas() {
      throw new Error('no more workers')
    },
  }
  const first = fakeWorker()
  return { made, first, client: employing(first.page, spawns) }
}

it('a worker talks with the one that it asked the page for, and the page hears neither', async () => {
  const { made, first, client } = office()
  client.onmessage = vi.fn()
  const other = startsThroughPage(first.scope)('measuring')
  const answers: unknown[] = []
  other.onmessage = ({ data }) => answers.push(data)
  // What is said at once waits until the other listens.
  other.postMessage('question', [])
  const { port } = made[0].heard[0] as Extract<StaffMessage, { staff: 'employed' }>
  const questions: unknown[] = []
  port.onmessage = ({ data }) => {
    questions.push(data)
    port.postMessage('answer')
  }
  await vi.waitUntil(() => answers.length > 0)
  expect([questions, answers]).toEqual([['question'], ['answer']])
  expect(client.onmessage).not.toHaveBeenCalled()
  first.scope?.postMessage('news')
  expect(client.onmessage).toHaveBeenCalledWith({ data: 'news' })
  other.terminate()
  await turn()
  expect(made[0].page.ended).toBe(true)
})

it('who ends a worker ends those that it asked for, and theirs', () => {
  const { made, first, client } = office()
  startsThroughPage(first.scope)('measuring')
  startsThroughPage(made[0].scope)('measuring part')
  expect(made.map(({ page }) => page.ended)).toEqual([false, false])
  client.terminate()
  expect([first, ...made].map(({ page }) => page.ended)).toEqual([true, true, true])
})

it('a worker is told why one that it asked for died, or could not be had, and goes on', async () => {
  const { made, first, client } = office()
  client.onerror = vi.fn()
  const start = startsThroughPage(first.scope)
  const why: string[] = []
  for (const name of ['measuring', 'measuring', 'replicas', 'measuring'] as const) start(name).onerror = ({ message }) => why.push(message)
  await turn()
  expect(why).toEqual(['no more workers'])
  made[0].page.onerror?.({ message: 'it broke' } as ErrorEvent)
  made[1].page.onerror?.({} as ErrorEvent)
  made[2].page.onmessageerror?.({} as MessageEvent)
  await turn()
  expect(why.slice(1)).toEqual([
    'it broke',
    'the measuring worker could not be started',
    'a message to the measuring worker could not be read',
  ])
  expect(made.map(({ page }) => page.ended)).toEqual([true, true, true])
  expect(first.page.ended).toBe(false)
  expect(client.onerror).not.toHaveBeenCalled()
})
