import { expect, it } from 'vitest'
import { edgeVerdict, type Push, riseOf } from './catapult'

it('the rise leaves out the fork itself, looks at the largest on both sides, and is infinite of what diverged', () => {
  expect(riseOf([3, 2, 4], [4, 1, 6, 2], false)).toBe(1.5)
  expect(riseOf([3, 2, 4], [4, 1], false)).toBe(0.25)
  expect(riseOf([3, 2, 4], [4], true)).toBe(Number.POSITIVE_INFINITY)
})

it('an edge is where most pushed continuations catapult and most others do not', () => {
  const of = (none: number, eta: number, batch: number) =>
    edgeVerdict(
      (
        [
          ['none', none],
          ['eta', eta],
          ['batch', batch],
        ] as [Push, number][]
      ).map(([push, catapults]) => ({
        ...{ push, catapults, count: 4, rise: 1 },
      })),
    )
  expect([of(0, 4, 0), of(1, 1, 3), of(0, 2, 2), of(3, 4, 4), of(0, 0, 0)]).toEqual(['edge', 'edge', 'no edge', 'restless', 'no edge'])
})
