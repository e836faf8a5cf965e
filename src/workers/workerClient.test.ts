import { expect, it } from 'vitest'
import { createWorkerClient } from './workerClient'

class FakeWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null
  onerror: ((event: { message?: string }) => void) | null = null
  onmessageerror: (() => void) | null = null
  terminated = false
  readonly sent: unknown[] = []
  postMessage(message: unknown) {
    if (typeof message === 'function') throw new DOMException('a function could not be cloned', 'DataCloneError')
    this.sent.push(message)
  }
  terminate() {
    this.terminated = true
  }
}

type Said = { readonly id: number; readonly text: string } | { readonly news: string }

/** A client with the workers that it started, and all that it told. */
function client(spawned: () => void = () => {}) {
  const workers: FakeWorker[] = []
  const told: string[] = []
  const made = createWorkerClient<unknown, Said>(
    () => {
      spawned()
      workers.push(new FakeWorker())
      return workers.at(-1) as unknown as Worker
    },
    {
      name: 'test',
      answerIn: said => {
        if (!('id' in said)) return null
        return said.text === 'no' ? { id: said.id, failure: { name: 'Refused', message: said.text } } : { id: said.id, result: said.text }
      },
      onNews: said => 'news' in said && told.push(`news ${said.news}`),
      onCrash: why => told.push(`crash ${why}`),
    },
  )
  const ask = (id: number, message: unknown = id) =>
    made.ask<string>(id, message, {
      resolve: text => told.push(`${id} ${text}`),
      reject: ({ name, message: why }) => told.push(`${id} ${name}: ${why}`),
    })
  return { ...made, ask, workers, told }
}

it('gives every answer to the one who asked, whatever the order, and hands on the news', () => {
  const { ask, workers, told } = client()
  ask(1)
  ask(2)
  for (const data of [{ news: 'x' }, { id: 2, text: 'two' }, { id: 1, text: 'no' }, { id: 1, text: 'again' }])
    workers[0].onmessage!({ data })
  expect(told).toEqual(['news x', '2 two', '1 Refused: no'])
})

it('rejects what a dead worker was asked, hears it no more, and starts another one with the next ask', () => {
  const { ask, tell, workers, told } = client()
  ask(1)
  ask(2)
  workers[0].onerror!({ message: 'out of memory' })
  workers[0].onmessage!({ data: { id: 1, text: 'late' } })
  workers[0].onerror!({ message: 'and again' })
  tell('nobody there')
  expect(told).toEqual(['1 WorkerCrash: out of memory', '2 WorkerCrash: out of memory', 'crash out of memory'])
  expect(workers).toHaveLength(1)
  ask(3)
  workers[1].onmessageerror!()
  expect(workers.map(w => w.terminated)).toEqual([true, true])
  expect(told.slice(3)).toEqual([
    '3 WorkerCrash: a message of the test worker could not be read',
    'crash a message of the test worker could not be read',
  ])
})

it('replaces a worker: what it was asked is cancelled, or rejected as a crash where there is a reason', () => {
  const { ask, replace, workers, told } = client()
  ask(1)
  replace()
  workers[0].onmessage!({ data: { id: 1, text: 'late' } })
  ask(2)
  replace('it was silent')
  replace('and there was none')
  expect(told).toEqual(['1 Cancelled: The test worker did not answer', '2 WorkerCrash: it was silent', 'crash it was silent'])
  expect(workers.map(w => w.terminated)).toEqual([true, true])
})

it('rejects what cannot be sent, and what no worker can be started for', () => {
  let able = true
  const { ask, workers, told } = client(() => {
    if (!able) throw new Error('no room')
  })
  ask(1, () => {})
  expect(told).toEqual(['1 DataCloneError: a function could not be cloned'])
  able = false
  workers[0].onerror!({})
  ask(2)
  expect(told.slice(1)).toEqual(['crash the test worker could not be started', '2 Error: no room'])
})

it('rejects what is asked when it is disposed, and after', () => {
  const { ask, dispose, workers, told } = client()
  ask(1)
  dispose()
  dispose()
  ask(2)
  workers[0].onmessage!({ data: { id: 1, text: 'late' } })
  const gone = 'DisposedError: This test client is disposed; create another one'
  expect(told).toEqual([`1 ${gone}`, `2 ${gone}`])
  expect(workers[0].terminated).toBe(true)
})
