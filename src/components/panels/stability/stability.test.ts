import { describe, expect, it } from 'vitest'
import { MAP } from '../../../scenario'
import type { MapCell } from '../../../store'
import { boundaries, bounds, cellIndex, type StabilityMap, shownCell, sizeAndEta, typicalEdge } from './stabilityMap'

const cell = (at: number, lyapunov: number): MapCell => ({
  at,
  eta: 2 ** at,
  replicas: 256,
  escaped: 0,
  lyapunov,
  lyapunovError: 0.001,
  growth: 0,
  fingerprint: 'ab',
})

describe('the stability map', () => {
  it('has borders halfway in the logarithm, the outer ones as far out as the inner ones', () => {
    expect(bounds([1, 4, 16], 1)).toEqual([2, 8])
    expect(bounds([1, 4, 16], 0)).toEqual([0.5, 2])
    expect(bounds([1, 4, 16], 2)).toEqual([8, 32])
    expect(bounds([5], 0)[0]).toBeLessThan(5)
    expect(bounds([5], 0)[1]).toBeGreaterThan(5)
  })

  it('numbers its cells', () => {
    for (const [size, at] of [
      [0, 0],
      [3, 17],
      [15, 39],
    ] as const)
      expect(sizeAndEta(cellIndex(size, at))).toEqual([size, at])
  })

  it('finds where the typical run begins to grow, between the cells that are known', () => {
    const row = [cell(0, -0.3), undefined, cell(2, -0.1), cell(3, 0.1), cell(4, 0.5)]
    expect(typicalEdge(row)).toBeCloseTo(2 ** 2.5, 10)
    expect(typicalEdge([cell(0, -1), cell(1, -0.5)])).toBeNaN()
  })

  it('shows the coarser cell until the finer one comes, and names each boundary', () => {
    const cells: (MapCell | undefined)[][] = [0, 1, 2].map(() => new Array(MAP.etas).fill(undefined))
    cells[0][4] = cell(4, -0.1)
    cells[2][6] = cell(6, 0.2)
    const map: StabilityMap = {
      sizes: [1, 2, 4],
      etas: [],
      cells,
      whole: 2,
      total: 120,
      edges: [0.5, Number.NaN, 1],
      lambda1: 2,
      frobG: 1,
      mu: 4,
    }
    expect(shownCell(map, 1, 5)).toBe(cells[0][4])
    expect(shownCell(map, 2, 7)).toBe(cells[2][6])
    expect(shownCell(map, 2, 3)).toBeUndefined()
    const [square, typical, paper, gd] = boundaries(map, '#000')
    expect([...(square!.x as number[])]).toEqual([1, 4])
    expect(typical!.length).toBe(0)
    expect([...(paper!.y as number[])]).toEqual([0.5, Math.SQRT1_2, 1])
    expect(gd!.y[0]).toBe(1)
  })
})
