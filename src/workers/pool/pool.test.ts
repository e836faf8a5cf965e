import { describe, expect, it } from 'vitest'
import { Cancelled } from '../ticker'
import type { Answer } from '../workerClient'
import { createPool, poolSize } from './pool'

interface Task {
  readonly id: number
  readonly ask: number
}

class FakeWorker {
  onmessage: ((event: { data: Answer }) => void) | null = null
  onerror: ((event: { message: string }) => void) | null = null
  terminated = false
  readonly tasks: Task[] = []
  postMessage(task: Task) {
    this.tasks.push(task)
  }
  terminate() {
    this.terminated = true
  }
  /** Does its last task: doubles what it asks. */
  work() {
    const { id, ask } = this.tasks.at(-1)!
    this.onmessage!({ data: { id, result: 2 * ask } })
  }
  fail(message: string) {
    this.onmessage!({ data: { id: this.tasks.at(-1)!.id, failure: { name: 'ScenarioError', message } } })
  }
}

function bench(workers: number, again?: number) {
  const made: FakeWorker[] = []
  const pool = createPool<Task, Answer>(
    () => {
      made.push(new FakeWorker())
      return made.at(-1) as unknown as Worker
    },
    { name: 'test', workers, answerIn: answer => answer, ...(again !== undefined && { again }) },
  )
  return { made, pool }
}

const tasks = (...asks: number[]): Task[] => asks.map((ask, id) => ({ id, ask }))
const indices = (made: readonly FakeWorker[]) => made.map(w => w.tasks.map(t => t.id))

describe('a pool', () => {
  it('gives whoever is free the next task, and the results in the order of the tasks', async () => {
    const { made, pool } = bench(2)
    const heard: number[] = []
    const run = pool.run<number>(tasks(5, 6, 7), index => heard.push(index))
    made[1].work()
    made[1].work()
    made[0].work()
    expect(await run).toEqual([10, 12, 14])
    expect(indices(made)).toEqual([[0], [1, 2]])
    expect(heard).toEqual([1, 2, 0])
  })

  it('keeps its workers from run to run, task i with worker i, and makes no more than there are tasks', async () => {
    const { made, pool } = bench(4)
    for (const asks of [tasks(1, 2), tasks(3, 4)]) {
      const run = pool.run<number>(asks)
      for (const worker of [...made].reverse()) worker.work()
      await run
    }
    expect(await pool.run([])).toEqual([])
    expect(made.map(w => w.tasks)).toEqual([
      [tasks(1, 2)[0], tasks(3, 4)[0]],
      [tasks(1, 2)[1], tasks(3, 4)[1]],
    ])
    pool.cancel()
    expect(made.map(w => w.terminated)).toEqual([true, true])
  })

  it('sends the task of a worker that died to another one, once', async () => {
    const { made, pool } = bench(2)
    const run = pool.run<number>(tasks(5, 6))
    made[0].onerror!({ message: 'out of memory' })
    made[1].work()
    made[2].work()
    expect(await run).toEqual([10, 12])
    expect(indices(made)).toEqual([[0], [1], [0]])
    const hopeless = pool.run(tasks(7))
    made[2].onerror!({ message: 'out of memory' })
    made[3].onerror!({ message: 'out of memory again' })
    await expect(hopeless).rejects.toThrow('out of memory again')
    const proud = bench(1, 0)
    const once = proud.pool.run(tasks(1))
    proud.made[0].onerror!({ message: 'gone' })
    await expect(once).rejects.toThrow('gone')
  })

  it('ends with the cause of the first failure, and begins again with other workers', async () => {
    const { made, pool } = bench(2)
    const run = pool.run(tasks(1, 2, 3))
    made[1].fail('m: found 9')
    await expect(run).rejects.toMatchObject({ name: 'ScenarioError', message: 'm: found 9' })
    expect(made.map(w => w.terminated)).toEqual([true, true])
    // What the old ones still say is nobody's.
    const next = pool.run<number>(tasks(4))
    made[0].work()
    made[2].work()
    expect(await next).toEqual([8])
  })

  it('is cancelled at once, and refuses a second run at a time', async () => {
    const { made, pool } = bench(1)
    const run = pool.run(tasks(1, 2))
    await expect(pool.run(tasks(3))).rejects.toThrow('at work')
    pool.cancel()
    await expect(run).rejects.toBeInstanceOf(Cancelled)
    expect(made.map(w => [w.terminated, w.tasks.length])).toEqual([[true, 1]])
  })
})

it('leaves a processor to the run', () => {
  expect([1, 2, 4, 64].map(poolSize)).toEqual([1, 1, 3, 8])
})
