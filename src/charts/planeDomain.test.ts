import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ellipsePoints } from './ellipse'
import { equalAspect, fitDomain } from './planeDomain'

const path = (...points: [number, number][]) => ({ x: points.map(p => p[0]), y: points.map(p => p[1]), length: points.length })

describe('fitDomain', () => {
  it('holds paths, origin and ellipses', () => {
    const ellipse = ellipsePoints([0.04, 0, 0.01], [1, 0.5], 2)
    const { x, y } = fitDomain([path([1, 0.5], [-0.3, 0.4])], [ellipse])
    expect(x[0]).toBeLessThan(-0.3)
    expect(x[1]).toBeGreaterThan(1.4)
    expect(y[0]).toBeLessThan(0)
    expect(y[1]).toBeGreaterThan(0.7)
  })
  it('does not follow an arm that runs away', () => {
    const { x } = fitDomain([path([1, 0], [-1e9, 0], [1e12, 0])], [], undefined, { clip: 3 })
    expect(x[1]).toBeLessThan(5)
    expect(x[0]).toBeGreaterThan(-5)
  })
  it('grows at once, stays for small changes, shrinks by a step at a time', () => {
    const first = fitDomain([path([1, 1])], [])
    const grown = fitDomain([path([1, 1], [2, 1])], [], first)
    expect(grown.x[1]).toBeGreaterThan(2)
    expect(fitDomain([path([1, 1], [1.8, 1])], [], grown).x).toBe(grown.x)
    const wide = { x: [-100, 100] as const, y: grown.y }
    const next = fitDomain([path([1, 1])], [], wide)
    expect(next.x[1]).toBeLessThan(100)
    expect(next.x[1]).toBeGreaterThan(80)
  })
  it('grows by no more than what pushes at its border', () => {
    const before = fitDomain([path([1, 1], [4, 1])], [], undefined, { clip: 100 })
    const after = fitDomain([path([1, 1], [4, 1], [4.5, 1])], [], before, { clip: 100 })
    expect(after.x[1]).toBeGreaterThan(4.5)
    expect(after.x[1]).toBeLessThan(4.7)
    expect(after.x[0]).toBe(before.x[0])
  })
  it('takes its scale from the ellipses when everything starts at the minimum', () => {
    const { x } = fitDomain([path([0, 0])], [ellipsePoints([1e-6, 0, 1e-6], [0, 0])])
    expect(x[1]).toBeLessThan(0.01)
  })
  it('is finite and increasing for any path', () => {
    const number = fc.double()
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { maxLength: 20 }), points => {
        const view = fitDomain([path(...points)], [])
        for (const r of [view.x, view.y]) expect(Number.isFinite(r[0]) && r[0] < r[1] && Number.isFinite(r[1])).toBe(true)
      }),
    )
  })
})

it('equalAspect widens one axis about its middle', () => {
  const { x, y } = equalAspect({ x: [0, 2], y: [-1, 1] }, 400, 200)
  expect(y).toEqual([-1, 1])
  expect(x).toEqual([-1, 3])
})
