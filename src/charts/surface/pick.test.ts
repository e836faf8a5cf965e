import { describe, expect, it } from 'vitest'
import { makeAxis } from '../scale'
import { cameraOf } from './camera'
import { cutGrid, meshOf } from './mesh'
import { pick } from './pick'

const size = { width: 400, height: 300 }
const camera = cameraOf({ azimuth: 0.6, elevation: 0.7, zoom: 1, shift: [0, 0] }, 0.5, { x: 0, y: 0, ...size }, size)
const n = 101
const values = Float64Array.from({ length: n * n }, (_, k) => {
  const [x, y] = [(k % n) / 50 - 1, Math.floor(k / n) / 50 - 1]
  return 1 - x * x * 0.5 - y * y * 0.3 + 0.1 * Math.sin(5 * x)
})
const cut = cutGrid({ values, nx: n, ny: n, x: [-1, 1], y: [-1, 1] }, { x: [-1, 1], y: [-1, 1] })
if (!cut) throw new Error('no cut')
const mesh = meshOf(cut, makeAxis(false, [0, 1.2], [0, 0.5]))

describe('what lies under a pixel', () => {
  it('is a point of the surface that projects onto it, and nothing before it', () => {
    let found = 0
    for (let i = 0; i < 200; i++) {
      const [px, py] = [400 * ((i * 0.377) % 1), 300 * ((i * 0.619) % 1)]
      const point = pick(camera, mesh, 0.5, px, py)
      if (!point) continue
      found++
      const [qx, qy, far] = camera.project(...point)
      expect(Math.hypot(qx - px, qy - py)).toBeLessThan(1e-3)
      expect(mesh.heightAt(point[0], point[1])).toBeCloseTo(point[2], 6)
      const { eye, along } = camera.ray(px, py)
      const under = (t: number) => eye[2] + t * along[2] <= mesh.heightAt(eye[0] + t * along[0], eye[1] + t * along[1])
      expect(Array.from({ length: 300 }, (_, k) => (far * k) / 301).filter(under)).toEqual([])
    }
    expect(found).toBeGreaterThan(40)
  })

  it('is nothing beside the surface', () => {
    expect(pick(camera, mesh, 0.5, 1, 1)).toBeUndefined()
    expect(pick(camera, mesh, 0.5, Number.NaN, 1)).toBeUndefined()
  })
})
