import { describe, expect, it } from 'vitest'
import { cycleEnds, type Probe, passage } from './cycles'

/** L(x, y) = (x² − 1)² + y²/2: two wells at x = ±1 with a barrier of 1 between them; x is the sharp direction there. */
const wells: Probe = {
  lossAt: ([x = 0, y = 0]) => (x * x - 1) * (x * x - 1) + (y * y) / 2,
  directionsAt: async (_, k) => [Float64Array.of(1, 0), Float64Array.of(0, 1)].slice(0, k),
}

describe('the passage between two points', () => {
  it('has the height of the wall between two wells, and none within one', async () => {
    const across = await passage(wells, Float64Array.of(-1, 0), Float64Array.of(1, 0), 1)
    expect(across.barrier).toBe(1)
    expect(across.profile[16]).toBe(1)
    expect([across.profile[0], across.profile.at(-1)]).toEqual([0, 0])
    const down = await passage(wells, Float64Array.of(1, 3), Float64Array.of(1, 0), 1)
    expect(down.barrier).toBe(0)
  })

  it('splits the displacement at the span of the sharp directions', async () => {
    const { distance, sharp, flat } = await passage(wells, Float64Array.of(1, 1), Float64Array.of(4, -3), 1)
    expect([distance, sharp, flat]).toEqual([5, 3, 4])
    const all = await passage(wells, Float64Array.of(1, 1), Float64Array.of(4, -3), 2)
    expect([all.sharp, all.flat]).toEqual([5, 0])
  })
})

it('cycles end every period, for schedules that come back', () => {
  expect(cycleEnds({ schedule: 'triangular', period: 30 }, 100)).toEqual([30, 60, 90])
  expect(cycleEnds({ schedule: 'sawtooth', period: 50 }, 100)).toEqual([50, 100])
  expect(cycleEnds({ schedule: 'cosine', period: 50 }, 100)).toEqual([])
})
