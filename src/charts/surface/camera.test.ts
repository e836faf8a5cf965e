import { describe, expect, it } from 'vitest'
import { cameraOf, heightFor, type Orbit, type Point3 } from './camera'

const size = { width: 480, height: 420 }
const plot = { x: 30, y: 20, width: 420, height: 370 }
const orbits: Orbit[] = [
  { azimuth: 0, elevation: 0.6, zoom: 1, shift: [0, 0] },
  { azimuth: 0.7, elevation: 0.9, zoom: 1, shift: [0, 0] },
  { azimuth: -2.4, elevation: 0.2, zoom: 2.5, shift: [0.1, -0.2] },
  { azimuth: 4, elevation: Math.PI / 2, zoom: 0.7, shift: [0, 0] },
]
const points: Point3[] = [
  [0, 0, 0],
  [0.5, -0.5, 0.5],
  [-0.3, 0.2, 0.1],
  [-0.5, 0.5, 0.25],
]

describe('a camera', () => {
  it('puts a point where its matrix puts it', () => {
    for (const orbit of orbits) {
      const { clip, project } = cameraOf(orbit, 0.5, plot, size)
      for (const [x, y, z] of points) {
        const [X, Y, Z, W] = [0, 1, 2, 3].map(r => clip[r] * x + clip[4 + r] * y + clip[8 + r] * z + clip[12 + r])
        const [px, py, far] = project(x, y, z)
        expect((X / W + 1) * (size.width / 2)).toBeCloseTo(px, 3)
        expect((1 - Y / W) * (size.height / 2)).toBeCloseTo(py, 3)
        expect(W).toBeCloseTo(far, 5)
        expect(Math.abs(Z / W)).toBeLessThan(1)
      }
    }
  })

  it('sends a ray through the point that a pixel came from', () => {
    for (const orbit of orbits) {
      const camera = cameraOf(orbit, 0.5, plot, size)
      for (const point of points) {
        const [px, py, far] = camera.project(...point)
        const { eye, along } = camera.ray(px, py)
        for (const i of [0, 1, 2]) expect(eye[i] + far * along[i]).toBeCloseTo(point[i], 9)
      }
    }
  })

  it('has the axes where a reader expects them: the first to the right, the second away, the loss up', () => {
    const { project } = cameraOf(orbits[0], 0.5, plot, size)
    const [ox, oy, far] = project(0, 0, 0)
    expect(project(0.5, 0, 0)[0]).toBeGreaterThan(ox)
    expect(project(0.5, 0, 0)[1]).toBeCloseTo(oy, 9)
    expect(project(0, 0.5, 0)[2]).toBeGreaterThan(far)
    expect(project(0, 0.5, 0)[1]).toBeLessThan(oy)
    expect(project(0, 0, 0.5)[1]).toBeLessThan(oy)
    expect(project(0, 0, 0.5)[0]).toBeCloseTo(ox, 9)
  })

  it('fits the whole box into the plot from every side, and does not breathe', () => {
    const scales = new Set<number>()
    for (let i = 0; i < 60; i++) {
      const orbit: Orbit = { azimuth: i / 5, elevation: 0.1 + 1.4 * ((i * 0.37) % 1), zoom: 1, shift: [0, 0] }
      const { project } = cameraOf(orbit, 0.5, plot, size)
      for (const x of [-0.5, 0.5]) {
        for (const y of [-0.5, 0.5]) {
          for (const z of [0, 0.5]) {
            const [px, py] = project(x, y, z)
            expect(px).toBeGreaterThan(plot.x - 1)
            expect(px).toBeLessThan(plot.x + plot.width + 1)
            expect(py).toBeGreaterThan(plot.y - 1)
            expect(py).toBeLessThan(plot.y + plot.height + 1)
          }
        }
      }
      const turned = cameraOf({ ...orbit, elevation: 0.6 }, 0.5, plot, size).project(0, 0, 0.5)
      scales.add(Math.round(turned[1] * 1e6))
    }
    expect(scales.size).toBe(1)
  })

  it('looks along `towards`', () => {
    const { towards } = cameraOf({ azimuth: 1, elevation: 0.5, zoom: 1, shift: [0, 0] }, 0.5, plot, size)
    expect(Math.hypot(...towards)).toBeCloseTo(1, 12)
    expect(towards[2]).toBeCloseTo(Math.sin(0.5), 12)
  })

  it('makes the box higher in a tall plot', () => {
    const tall = heightFor({ x: 0, y: 0, width: 300, height: 500 }, 0.6)
    expect(tall).toBeGreaterThan(heightFor({ x: 0, y: 0, width: 500, height: 300 }, 0.6))
    expect(tall).toBeLessThanOrEqual(0.75)
  })
})
