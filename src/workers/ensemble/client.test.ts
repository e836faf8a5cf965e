import { expect, it, vi } from 'vitest'
import { ALIVE, PATIENCE_S } from '../heartbeat'
import { startEnsemble } from './client'
import type { EnsembleReport, EnsembleRequest, FromEnsemble, ToEnsemble } from './messages'

class FakeWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null
  onerror: ((event: { message: string }) => void) | null = null
  readonly sent: EnsembleRequest[] = []
  postMessage(message: EnsembleRequest) {
    this.sent.push(message)
  }
  terminate() {}
}

function started() {
  const workers: FakeWorker[] = []
  const answers: FromEnsemble[] = []
  const client = startEnsemble(
    () => {
      workers.push(new FakeWorker())
      return workers.at(-1) as unknown as Worker
    },
    answer => answers.push(answer),
  )
  return { client, workers, answers }
}

const ask = { step: 3 } as ToEnsemble
const report = { type: 'report', step: 3 } as EnsembleReport
const failed = (name: string, message: string) => ({ type: 'failed', failure: { name, message } })

it('answers an ask with the report, or with the failure', () => {
  const { client, workers, answers } = started()
  for (const answer of [report, failed('ScenarioError', 'm: found 9')]) {
    client.ask(ask)
    workers[0].onmessage!({ data: { id: workers[0].sent.at(-1)!.id, answer } })
  }
  expect(answers).toEqual([report, failed('ScenarioError', 'm: found 9')])
})

it('answers with a failure where the worker dies, and not at all once disposed', () => {
  const { client, workers, answers } = started()
  client.ask(ask)
  workers[0].onerror!({ message: 'out of memory' })
  expect(answers).toEqual([failed('WorkerCrash', 'out of memory')])
  client.ask(ask)
  client.dispose()
  workers[1].onmessage!({ data: { id: workers[1].sent[0].id, answer: report } })
  expect(answers).toHaveLength(1)
})

it('answers with a failure where the worker gives no sign of life for half a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    const { client, workers, answers } = started()
    client.ask(ask)
    for (let beats = 0; beats < 100; beats++) {
      await vi.advanceTimersByTimeAsync(500)
      workers[0].onmessage!({ data: ALIVE })
    }
    expect(answers).toEqual([])
    await vi.advanceTimersByTimeAsync(1000 * PATIENCE_S - 1000)
    expect(answers).toEqual([])
    await vi.advanceTimersByTimeAsync(3000)
    expect(answers).toEqual([failed('WorkerCrash', `it gave no sign of life for ${PATIENCE_S} s`)])
  } finally {
    vi.useRealTimers()
  }
})
