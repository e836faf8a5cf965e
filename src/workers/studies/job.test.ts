import { describe, expect, it, vi } from 'vitest'
import { ALIVE, PING } from '../heartbeat'
import { startJob } from './job'
import type { TaskOf } from './kinds'
import type { FromStudy, ToStudy } from './messages'

class FakeWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null
  onerror: ((event: { message: string }) => void) | null = null
  terminated = false
  readonly tasks: ToStudy[] = []
  postMessage(message: ToStudy) {
    this.tasks.push(message)
  }
  terminate() {
    this.terminated = true
  }
  say(data: unknown) {
    this.onmessage!({ data })
  }
}

function job(count: number, workers: number, weights?: readonly number[]) {
  const team: FakeWorker[] = []
  const parts: [number, unknown][] = []
  const shares: number[] = []
  const lost: string[] = []
  const tasks = Array.from({ length: count }, (_, i) => i) as unknown as TaskOf<'sweep'>[]
  const started = startJob(
    () => {
      team.push(new FakeWorker())
      return team.at(-1) as unknown as Worker
    },
    'sweep',
    tasks,
    {
      workers,
      ...(weights && { weights }),
      onPart: (index, part) => parts.push([index, part]),
      onProgress: (done, total) => shares.push(done / total),
      onReplaced: why => lost.push(why),
    },
  )
  const part = (worker: number, index: number) => team[worker].say({ type: 'part', index, part: `part ${index}` } as unknown as FromStudy)
  return { ...started, team, parts, shares, lost, part }
}

describe('a job of a study', () => {
  it('gives every worker the next task, hands parts on as they come, and ends its workers', async () => {
    const { team, parts, shares, part, done } = job(3, 2)
    expect(team.map(w => w.tasks.map(t => t.index))).toEqual([[0], [1]])
    part(1, 1)
    team[0].say({ type: 'progress', index: 0, done: 1, total: 2 })
    expect(team[1].tasks.map(t => t.index)).toEqual([1, 2])
    part(0, 0)
    part(1, 2)
    await done
    expect(parts).toEqual([
      [1, 'part 1'],
      [0, 'part 0'],
      [2, 'part 2'],
    ])
    expect(shares).toEqual([1 / 3, 0.5, 2 / 3, 1])
    expect(team.every(w => w.terminated)).toBe(true)
  })

  it('hands on what is known of a part before it is whole, and goes on with the task', async () => {
    const { team, parts, part, done } = job(1, 1)
    team[0].say({ type: 'part', index: 0, part: 'half', unfinished: true })
    part(0, 0)
    await done
    expect(parts).toEqual([
      [0, 'half'],
      [0, 'part 0'],
    ])
  })

  it('goes by the tasks’ weights where they differ', async () => {
    const { part, shares, team, done } = job(2, 1, [1, 9])
    part(0, 0)
    team[0].say({ type: 'progress', index: 1, done: 1, total: 3 })
    part(0, 1)
    await done
    for (const [i, share] of [0.1, 0.4, 1].entries()) expect(shares[i]).toBeCloseTo(share, 12)
  })

  it('hires no more workers than there are tasks, and none for no task', async () => {
    const lone = job(1, 4)
    expect(lone.team).toHaveLength(1)
    lone.cancel()
    const { done, team } = job(0, 4)
    await done
    expect(team).toHaveLength(0)
  })

  it('settles when it is cancelled, and hears nothing more', async () => {
    const { cancel, done, team, parts, part } = job(2, 1)
    cancel()
    await done
    part(0, 0)
    expect(team[0].terminated).toBe(true)
    expect(parts).toEqual([])
  })

  it('rejects with the reason of the task or the worker that fails', async () => {
    const refused = job(2, 2)
    refused.team[0].say({ type: 'failed', index: 0, failure: { name: 'ScenarioError', message: 'm: found 9' } })
    await expect(refused.done).rejects.toThrow('m: found 9')
    expect(refused.team.every(w => w.terminated)).toBe(true)
  })

  it('has the task of a worker that dies done again, says so, and gives up where that dies too', async () => {
    const { team, lost, part, done, shares } = job(2, 1)
    team[0].say({ type: 'progress', index: 0, done: 1, total: 2 })
    team[0].onerror!({ message: 'out of memory' })
    expect(lost).toEqual(['out of memory'])
    expect(shares).toEqual([0.25, 0])
    expect(team[1].tasks.map(t => t.index)).toEqual([0])
    part(1, 0)
    team[1].onerror!({ message: 'out of memory' })
    team[2].onerror!({ message: 'out of memory again' })
    await expect(done).rejects.toThrow('out of memory again')
  })

  it('takes a worker that is silent for a minute for dead, but none that gives a sign of life', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      const { team, lost, part, done } = job(2, 2)
      const pings = () => team.map(w => w.tasks.filter(t => (t as unknown) === PING).length)
      for (let seconds = 0; seconds < 58; seconds += 2) {
        await vi.advanceTimersByTimeAsync(2000)
        team[1].say(seconds % 4 ? ALIVE : { type: 'progress', index: 1, done: 0, total: 1 })
      }
      // Asked for a sign of life where nothing was said for a beat, and not again before there is one.
      expect([team.length, ...pings()]).toEqual([2, 1, 29])
      await vi.advanceTimersByTimeAsync(3000)
      expect(lost).toEqual(['it gave no sign of life for 60 s'])
      expect([team[0].terminated, team[1].terminated, team.length]).toEqual([true, false, 3])
      // The next one is given four times as long.
      await vi.advanceTimersByTimeAsync(100_000)
      expect(lost).toHaveLength(1)
      part(2, 0)
      const ended = expect(done).rejects.toThrow('it gave no sign of life for 960 s')
      await vi.advanceTimersByTimeAsync(2_000_000)
      await ended
      expect(lost.slice(1)).toEqual(['it gave no sign of life for 240 s'])
    } finally {
      vi.useRealTimers()
    }
  })
})
