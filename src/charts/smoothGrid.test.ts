import { describe, expect, it } from 'vitest'
import { numberAt } from '../lib/values'
import type { Grid } from './contours'
import { between, smoothGrid } from './smoothGrid'

const sampled = (nx: number, ny: number, f: (x: number, y: number) => number): Grid => ({
  values: Float64Array.from({ length: nx * ny }, (_, p) => f(-1 + (2 * (p % nx)) / (nx - 1), -3 + (8 * Math.floor(p / nx)) / (ny - 1))),
  ...{ nx, ny, x: [-1, 1], y: [-3, 5], border: 1 / 7 },
})

describe('a place between samples', () => {
  it('has the value of a cubic, with more than the error of a smooth function', () => {
    const cubic = sampled(6, 7, (x, y) => (x + 2) ** 3 - x * (y + 5) ** 2)
    for (const [u, v] of [
      [0.3, 5.8],
      [2.5, 3],
      [5, 6],
    ] as const) {
      const [x, y] = [-1 + (2 * u) / 5, -3 + (8 * v) / 6]
      expect(between(cubic, u, v).value).toBeCloseTo((x + 2) ** 3 - x * (y + 5) ** 2, 9)
    }
    for (const side of [9, 33, 129]) {
      const smooth = sampled(side, side, (x, y) => Math.exp(x) * Math.cos(y / 3))
      for (const at of [0.13, 0.5, 0.77]) {
        const { value, error } = between(smooth, at * (side - 1), 0.4 * (side - 1))
        expect(Math.abs(value - Math.exp(-1 + 2 * at) * Math.cos((-3 + 8 * 0.4) / 3))).toBeLessThan(error)
      }
    }
  })

  it('has the samples where they are, and nothing outside', () => {
    const one = sampled(4, 3, (x, y) => x - y)
    expect(between(one, 2, 1)).toEqual({ value: one.values[6], error: 0 })
    expect(between(one, 3.01, 1).value).toBeNaN()
    expect(between(one, 0, -0.01).value).toBeNaN()
    expect(between({ values: Float64Array.of(1, 2, 3, 4), nx: 2, ny: 2 }, 0.5, 0.5)).toEqual({ value: 2.5, error: 0 })
  })
})

describe('a grid of few samples', () => {
  it.each([
    ['a parabola from 3 × 3', 3, 3, (x: number, y: number) => 3 + x + 2 * y - x * y + (x + 4) ** 2 + (y + 7) ** 2],
    ['a cubic from 5 × 9', 5, 9, (x: number, y: number) => 40 * (x + 2) ** 3 + (y + 5) ** 3],
  ])('is filled in as the function is: %s', (_, nx, ny, f) => {
    const fine = smoothGrid(sampled(nx, ny, f))
    expect(Math.min(fine.nx, fine.ny)).toBeGreaterThanOrEqual(33)
    const exact = sampled(fine.nx, fine.ny, f)
    fine.values.forEach((value, p) => {
      expect(value).toBeCloseTo(numberAt(exact.values, p), 9)
    })
    expect(fine).toMatchObject({ x: [-1, 1], y: [-3, 5], border: 1 / 7 })
  })

  it('keeps its samples, and goes nowhere beyond those beside', () => {
    const steep = sampled(5, 5, (x, y) => (x === 1 && y === 5 ? 1e6 : 1))
    const fine = smoothGrid(steep)
    const every = (fine.nx - 1) / 4
    for (let j = 0; j < 5; j++)
      for (let i = 0; i < 5; i++) expect(fine.values[j * every * fine.nx + i * every]).toBe(steep.values[j * 5 + i])
    for (const value of fine.values) expect(value >= 1 && value <= 1e6).toBe(true)
  })

  it('stays as it is where it is fine, or has holes', () => {
    const f = (x: number, y: number) => x * y
    const fine = sampled(65, 65, f)
    expect(smoothGrid(fine)).toBe(fine)
    const hole = sampled(5, 5, (x, y) => (x > 0.9 ? Number.NaN : y))
    expect(smoothGrid(hole)).toBe(hole)
  })
})
