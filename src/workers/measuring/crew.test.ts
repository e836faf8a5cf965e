import { expect, it } from 'vitest'
import { createHand, type Task } from '../../sim/crew'
import { bandOf } from '../../sim/net/bands'
import { instance } from '../../sim/net/nets.fixture'
import { mlp } from '../../sim/net/spec'
import { Cancelled } from '../ticker'
import { crewOf, type FromHand, type ToHand } from './crew'
import { serveHand } from './hand'

const spec = mlp({ d: 3, C: 1, loss: 'squared', bias: true, activation: 'tanh', hidden: [5] })
const { net, theta, X } = instance(spec, 9, 2)
const CUTS = [
  { from: 0, to: 5 },
  { from: 5, to: 8 },
  { from: 8, to: 9 },
]
const tasks = CUTS.map((rows): Task => ({ kind: 'band', spec, machine: 'plain', theta, X: X.slice(0, 3 * rows.to), rows, n: 9, along: [] }))
const wanted = CUTS.map(rows => bandOf(net, theta, X, rows, 9))
const alone = async () => createHand(() => Promise.reject(new Error('no machine')))

/** A worker in this thread. */
class FakeHand {
  onmessage: ((event: { data: FromHand }) => void) | null = null
  onerror: ((event: { message: string }) => void) | null = null
  terminated = false
  readonly asked: ToHand[] = []
  private readonly take = serveHand((data, transfer = []) => {
    if (!this.terminated) this.onmessage?.({ data: structuredClone(data, { transfer }) })
  })
  constructor(private readonly dies: boolean) {}
  postMessage(message: ToHand) {
    this.asked.push(message)
    if (this.dies) queueMicrotask(() => this.onerror?.({ message: 'out of memory' }))
    else void this.take(structuredClone(message))
  }
  terminate() {
    this.terminated = true
  }
}

function crewWith(workers: number, dying: number) {
  const made: FakeHand[] = []
  const spawn = () => {
    made.push(new FakeHand(made.length < dying))
    return made.at(-1) as unknown as Worker
  }
  return { crew: crewOf(spawn, workers, alone), made }
}

it.each([
  ['over workers', 2, 0],
  ['where one of them dies', 2, 1],
  ['here, where all die', 2, 99],
])('gives the answers in the order of the tasks: %s', async (_, workers, dying) => {
  const { crew, made } = crewWith(workers, dying)
  const shares: number[] = []
  expect(await crew.run(tasks, [1, 2, 1], share => shares.push(share))).toEqual(wanted)
  expect(shares.at(-1)).toBe(1)
  expect(shares.every(s => s > 0)).toBe(true)
  crew.cancel()
  expect(made.every(worker => worker.terminated)).toBe(true)
  expect(made.length).toBe(dying > 2 ? 4 : workers + dying)
})

it('is given up at once', async () => {
  const { crew, made } = crewWith(2, 0)
  const run = crew.run(tasks, [1, 1, 1])
  crew.cancel()
  await expect(run).rejects.toBeInstanceOf(Cancelled)
  expect(made.map(worker => worker.terminated)).toEqual([true, true])
})
