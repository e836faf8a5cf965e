import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BEAT_MS, LATE_MS } from '../lib/beats'
import { heartbeat, PING } from './heartbeat'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

it('beats that come late are not held against a worker: who watches could hear from nobody meanwhile', () => {
  let late = 0
  const pings: unknown[] = []
  const dead: string[] = []
  const heart = heartbeat(10, () => performance.now() + late)(
    ping => pings.push(ping),
    why => dead.push(why),
  )
  heart.works(true)
  for (let beat = 0; beat < 100; beat++) {
    late += LATE_MS
    vi.advanceTimersByTime(BEAT_MS)
  }
  expect([pings, dead]).toEqual([[], []])
  vi.advanceTimersByTime(10_000)
  expect([pings, dead]).toEqual([[PING], []])
  vi.advanceTimersByTime(BEAT_MS)
  expect(dead).toEqual(['it gave no sign of life for 10 s'])
})

it('time in which nothing is asked of a worker makes no beat late', () => {
  const pings: unknown[] = []
  const heart = heartbeat(10)(
    ping => pings.push(ping),
    () => {},
  )
  heart.works(true)
  heart.works(false)
  vi.advanceTimersByTime(60_000)
  heart.works(true)
  vi.advanceTimersByTime(BEAT_MS)
  expect(pings).toEqual([PING])
})
