import { expect, it, vi } from 'vitest'
import { PATIENCE_S } from '../heartbeat'
import type { ShardAnswer, ShardAsk, ShardTeam } from './shard'
import { type ToShard, teamOf } from './team'

/** A worker of shards that says nothing but what the test has it say. */
class FakeShard {
  onmessage: ((event: { data: unknown }) => void) | null = null
  onerror: ((event: { message: string }) => void) | null = null
  onmessageerror: (() => void) | null = null
  ended = false
  readonly asked: ToShard[] = []
  postMessage(message: unknown) {
    if (typeof message === 'object') this.asked.push(message as ToShard)
  }
  terminate() {
    this.ended = true
  }
  answer() {
    const { id, ask } = this.asked.at(-1)!
    this.onmessage?.({ data: { id, result: ask } })
  }
}

/** Asks are answered with themselves. */
function team(workers: number) {
  const made: FakeShard[] = []
  const spawn = () => {
    made.push(new FakeShard())
    return made.at(-1) as unknown as Worker
  }
  const here: ShardAsk[][] = []
  const alone: ShardTeam = {
    workers: 1,
    async run(asks) {
      here.push([...asks])
      return asks as unknown as ShardAnswer[]
    },
    release() {},
  }
  return { made, here, team: teamOf(spawn, workers, alone) }
}

const ask = (step: number) => ({ step }) as ShardAsk

/** Calls the body on a clock of its own. */
async function clocked(body: (pass: (seconds: number) => Promise<unknown>) => Promise<void>) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    await body(seconds => vi.advanceTimersByTimeAsync(1000 * seconds))
  } finally {
    vi.useRealTimers()
  }
}

it('what a silent worker of replicas was asked is done by another one', () =>
  clocked(async pass => {
    const { made, here, team: shards } = team(2)
    const done = shards.run([ask(7), ask(8)])
    made[1].answer()
    await pass(PATIENCE_S - 1)
    expect([made.length, made[0].ended]).toEqual([2, false])
    await pass(3)
    expect([made.length, made[0].ended]).toEqual([3, true])
    expect(made[2].asked).toEqual([{ id: 0, ask: ask(7) }])
    made[2].answer()
    expect(await done).toEqual([ask(7), ask(8)])
    expect([here, shards.workers]).toEqual([[], 2])
  }))

it('where that one is silent too the replicas are stepped without workers, from then on', () =>
  clocked(async pass => {
    const { made, here, team: shards } = team(1)
    const done = shards.run([ask(7)])
    // The second one is given four times as long.
    await pass(6 * PATIENCE_S)
    expect(await done).toEqual([ask(7)])
    expect([made.length, made.every(worker => worker.ended), shards.workers]).toEqual([2, true, 1])
    await shards.run([ask(9)])
    expect(here).toEqual([[ask(7)], [ask(9)]])
  }))
