import { describe, expect, it } from 'vitest'
import { makeAxis } from '../scale'
import { type Cut, cutGrid, meshOf } from './mesh'

const f = (x: number, y: number) => 1 + 2 * x + 3 * y
/** A grid of f over x ∈ [0, 4], y ∈ [−2, 6]. */
function gridOf(nx: number, ny: number, of = f) {
  const values = new Float64Array(nx * ny)
  for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) values[j * nx + i] = of((4 * i) / (nx - 1), -2 + (8 * j) / (ny - 1))
  return { values, nx, ny, x: [0, 4] as const, y: [-2, 6] as const }
}
const unit = makeAxis(false, [-100, 100], [-100, 100])
const present = (cut: Cut | undefined): Cut => {
  if (!cut) throw new Error('no cut')
  return cut
}
const meshIn = (x: readonly [number, number], y: readonly [number, number], grid = gridOf(5, 9)) =>
  meshOf(present(cutGrid(grid, { x, y })), unit)

describe('the mesh of a window', () => {
  it('has the nodes of the grid within the window, and the window’s own border', () => {
    const { xs, ys, values } = present(cutGrid(gridOf(5, 9), { x: [0.5, 3.25], y: [-2, 1] }))
    expect([...xs.cells]).toEqual([0.5, 1, 2, 3, 3.25])
    expect([...ys.cells]).toEqual([0, 1, 2, 3])
    expect(xs.at[0]).toBe(-0.5)
    expect(xs.at[4]).toBe(0.5)
    for (const [j, y] of [-2, -1, 0, 1].entries()) {
      for (const [i, x] of [0.5, 1, 2, 3, 3.25].entries()) expect(values[5 * j + i]).toBeCloseTo(f(x, y), 12)
    }
  })

  it('gives the function itself where that is plane, at nodes and between', () => {
    const mesh = meshIn([0.5, 3.25], [-1.3, 1])
    for (let k = 0; k < 50; k++) {
      const [u, v] = [(k * 0.377) % 1, (k * 0.619) % 1]
      expect(mesh.heightAt(u - 0.5, v - 0.5)).toBeCloseTo(f(0.5 + 2.75 * u, -1.3 + 2.3 * v), 9)
    }
    expect(mesh.heightAt(0.51, 0)).toBeNaN()
  })

  it('has the height of its triangles, whatever the function', () => {
    const grid = gridOf(5, 9, (x, y) => Math.sin(3 * x) * Math.cos(2 * y) + x * y)
    const { positions, triangles, heightAt } = meshIn([0, 4], [-2, 6], grid)
    expect(triangles.length).toBe(6 * 4 * 8)
    for (let t = 0; t < triangles.length; t += 3) {
      const corners = [0, 1, 2].map(k => positions.slice(3 * triangles[t + k], 3 * triangles[t + k] + 3))
      const at = (weights: number[], c: number) => weights.reduce((sum, w, k) => sum + w * corners[k][c], 0)
      const inside = [0.2, 0.5, 0.3]
      expect(heightAt(at(inside, 0), at(inside, 1))).toBeCloseTo(at(inside, 2), 5)
    }
  })

  it('turns its upper side up', () => {
    const { positions, triangles, normals } = meshIn([0, 4], [-2, 6])
    for (let t = 0; t < triangles.length; t += 3) {
      const [a, b, c] = [0, 1, 2].map(k => positions.slice(3 * triangles[t + k], 3 * triangles[t + k] + 3))
      expect((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])).toBeGreaterThan(0)
    }
    // f rises by 2·4 over the width and by 3·8 over the depth.
    const size = Math.hypot(8, 24, 1)
    for (let n = 0; n < normals.length; n += 3) {
      expect(normals[n]).toBeCloseTo(-8 / size, 6)
      expect(normals[n + 1]).toBeCloseTo(-24 / size, 6)
      expect(normals[n + 2]).toBeCloseTo(1 / size, 6)
    }
  })

  it('has normals like its neighbours where the window cuts off a sliver of a cell', () => {
    const grid = gridOf(5, 9, (x, y) => x * x + y)
    const { normals, nx } = meshIn([1 - 2e-8, 4], [-2, 6], grid)
    const at = (i: number) => normals.slice(3 * (4 * nx + i), 3 * (4 * nx + i) + 3)
    expect(nx).toBe(5)
    const [sliver, node] = [at(0), at(1)]
    // x² has the slopes 1 and 3 on the cells beside x = 1, and the window is 3 wide.
    expect(-sliver[0] / sliver[2]).toBeCloseTo(3, 3)
    expect(-node[0] / node[2]).toBeCloseTo(9, 3)
  })

  it('covers only what is known of a window that is larger than the grid', () => {
    const { xs, ys } = present(cutGrid(gridOf(5, 9), { x: [-4, 12], y: [-2, 6] }))
    expect([xs.at[0], xs.at.at(-1)]).toEqual([-0.25, 0])
    expect([ys.at[0], ys.at.at(-1)]).toEqual([-0.5, 0.5])
  })

  it('is none where grid and window do not meet, and for grids and windows of no size', () => {
    expect(cutGrid(gridOf(5, 9), { x: [5, 6], y: [0, 1] })).toBeUndefined()
    expect(cutGrid(gridOf(5, 9), { x: [1, 1], y: [0, 1] })).toBeUndefined()
    expect(cutGrid(gridOf(5, 9), { x: [Number.NaN, 1], y: [0, 1] })).toBeUndefined()
    expect(cutGrid({ values: Float64Array.of(1), nx: 1, ny: 1, x: [0, 1], y: [0, 1] }, { x: [0, 1], y: [0, 1] })).toBeUndefined()
  })

  it('has a hole where the loss is no number, and normals that are numbers beside it', () => {
    const grid = gridOf(5, 9)
    grid.values[3 * 5 + 2] = Number.NaN
    const { triangles, normals, heightAt } = meshIn([0, 4], [-2, 6], grid)
    expect(triangles.length).toBe(6 * 4 * 8 - 3 * 6)
    expect([...triangles]).not.toContain(3 * 5 + 2)
    expect(normals.every(Number.isFinite)).toBe(true)
    expect(heightAt(0, -0.125)).toBeNaN()
    expect(heightAt(0.4, 0.4)).not.toBeNaN()
  })

  it('stands at a finite height for losses up to the largest numbers', () => {
    const grid = gridOf(5, 9, x => (x > 2 ? 1e300 : 1))
    const mesh = meshOf(present(cutGrid(grid, { x: [0, 4], y: [-2, 6] })), makeAxis(false, [0, 1e300], [0, 0.5]))
    expect(mesh.positions.every(Number.isFinite)).toBe(true)
    expect(mesh.heightAt(0.5, 0)).toBeCloseTo(0.5, 12)
  })
})
