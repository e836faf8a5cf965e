import { expect, it } from 'vitest'
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
