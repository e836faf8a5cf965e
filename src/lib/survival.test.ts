import { describe, expect, it } from 'vitest'
import { survival } from './survival'

describe('the survival curve', () => {
  it('counts, at every step, who has not escaped', () => {
    const escapes = Float64Array.of(5, -1, 3, 5, 9, -1, 3, 3)
    const { steps, share } = survival(escapes, 12)
    expect([...steps]).toEqual([0, 3, 5, 9, 12])
    for (const [i, t] of steps.entries()) expect(share[i]).toBe(escapes.filter(e => e < 0 || e > t).length / 8)
    expect([...survival(escapes, 5).steps]).toEqual([0, 3, 5])
  })

  it('starts lower where some are outside from the start, and stays where nobody leaves', () => {
    expect([...survival(Float64Array.of(0, -1), 4).share]).toEqual([0.5, 0.5])
    expect([...survival(Float64Array.of(-1, -1), 4).share]).toEqual([1, 1])
  })
})
