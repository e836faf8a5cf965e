import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Domain, Request, Results } from '../workers/protocol'
import { createGridRequest } from './gridRequest'

type Asked = Extract<Request, { type: 'landscape' }>
const DOMAIN: Domain = [-1, 1, -1, 1]

/** A worker that draws 100 points a second, and first pictures of `side` points in 90 ms. */
function drawing(status: 'running' | 'finished', side = 3, pointMs = 10) {
  let time = 0
  const asked: Asked[] = []
  const request = async (wanted: Asked): Promise<Results['landscape']> => {
    asked.push(wanted)
    const nx = wanted.within === undefined ? wanted.nx : side
    time += wanted.within === undefined ? pointMs * nx ** 2 : 90
    return { domain: wanted.domain, nx, ny: nx, grid: new Float64Array(nx * nx), plane: 1, laid: null }
  }
  const shown: number[] = []
  const ask = createGridRequest({
    store: { getState: () => ({ status }) },
    runner: { run: () => 1, loaded: async () => {}, client: { request } },
    traces: { epoch: 0, cursor: 0, plane: { id: 1 }, setGrid: (grid: Results['landscape']) => shown.push(grid.nx) },
    now: () => time,
    complain: (error: unknown) => {
      throw error
    },
  } as unknown as Parameters<typeof createGridRequest>[0])
  return { asked, shown, ask: (domain: Domain, behind: 'no' | 'far' = 'no') => ask({ domain, wanted: true, behind }) }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

it('wants a first picture in time, of as many points as come by then, and finer ones while they take no longer than a minute', async () => {
  const { asked, shown, ask } = drawing('finished')
  ask(DOMAIN)
  ask(DOMAIN)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked[0]).toMatchObject({ domain: DOMAIN, nx: 256, ny: 256, within: 40 })
  expect(asked.slice(1).map(({ nx, finer, within }) => [nx, finer, within])).toEqual([5, 9, 17, 33, 65].map(nx => [nx, true, undefined]))
  expect(shown).toEqual([3, 5, 9, 17, 33, 65])
})

it('is not refined where the first picture is as fine as it gets, and gives way to another window', async () => {
  const whole = drawing('finished', 256)
  whole.ask(DOMAIN)
  await vi.advanceTimersByTimeAsync(0)
  expect(whole.shown).toEqual([256])
  const { asked, ask } = drawing('finished')
  ask(DOMAIN)
  ask([0, 1, 0, 1])
  await vi.advanceTimersByTimeAsync(0)
  expect(asked.filter(({ domain, finer }) => finer && domain === DOMAIN)).toEqual([])
})

it('leaves a run that goes on four fifths of its time between first pictures', async () => {
  const { asked, ask } = drawing('running')
  ask(DOMAIN, 'far')
  ask([0, 1, 0, 1], 'far')
  await vi.advanceTimersByTimeAsync(4 * 90 - 1)
  expect(asked.filter(({ finer }) => !finer)).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(asked.filter(({ finer }) => !finer).map(({ domain, anew }) => [domain, anew])).toEqual([
    [DOMAIN, true],
    [[0, 1, 0, 1], true],
  ])
})
