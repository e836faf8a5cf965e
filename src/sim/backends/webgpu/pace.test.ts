import { expect, it } from 'vitest'
import { scaled, split } from '../single'
import { layoutFor } from './layout'
import { firstWork, nextWork, sizeOf } from './pace'

it('a dispatch grows while it is short and full, and shrinks at once when it is long', () => {
  expect(nextWork(1000, 1000, 3)).toBe(2000)
  expect(nextWork(1000, 400, 3)).toBe(1000)
  expect(nextWork(1000, 1000, 30)).toBe(1000)
  expect(nextWork(1000, 800, 100)).toBe(200)
  expect(nextWork(5, 5, 1e6)).toBe(1)
})

it('settles, on devices of any speed, where a dispatch takes between 6 and 50 ms', () => {
  for (const perMs of [30, 3e3, 3e6]) {
    let work = firstWork(50, 1)
    for (let i = 0; i < 40; i++) work = nextWork(work, work, work / perMs)
    expect(work / perMs).toBeGreaterThan(6)
    expect(work / perMs).toBeLessThan(50)
  }
})

it('the work is steps of all replicas, or one step of some', () => {
  expect(sizeOf(5000, 1000, 64)).toEqual({ steps: 5, replicas: 1000 })
  expect(sizeOf(999, 1000, 64)).toEqual({ steps: 1, replicas: 960 })
  expect(sizeOf(1, 1000, 64)).toEqual({ steps: 1, replicas: 64 })
  expect(sizeOf(1, 7, 64)).toEqual({ steps: 1, replicas: 7 })
})

it('a number is a value of size 1 to 2 and a power of two', () => {
  for (const x of [1, 1.75, -3, 1e300, 1e-300, 2 ** -1022, 0.1, -7e-200]) {
    const { value, power } = split(x)
    expect(Math.abs(value)).toBeGreaterThanOrEqual(1)
    expect(Math.abs(value)).toBeLessThan(2)
    expect(value * 2 ** Math.trunc(power / 2) * 2 ** (power - Math.trunc(power / 2))).toBe(x)
    expect(scaled(value, power)).toBe(x)
  }
  expect(split(0)).toEqual({ value: 0, power: 0 })
  expect(split(Infinity).power).toBeGreaterThan(2000)
})

it('threads on processors, subgroups on GPUs that have them, memory elsewhere and for long states', () => {
  expect(layoutFor(50, { software: true, subgroup: 4 }).kind).toBe('thread')
  expect(layoutFor(1500, { software: true, subgroup: 4 })).toMatchObject({ summing: 'barrier' })
  expect(layoutFor(50, { software: false, subgroup: 32 })).toEqual({ kind: 'group', lanes: 32, summing: 'subgroup' })
  expect(layoutFor(50, { software: false, subgroup: 64 })).toMatchObject({ lanes: 32 })
  expect(layoutFor(50, { software: false, subgroup: 0 })).toEqual({ kind: 'group', lanes: 64, summing: 'barrier' })
  expect(layoutFor(5000, { software: false, subgroup: 32 })).toMatchObject({ summing: 'barrier', lanes: 256 })
})
