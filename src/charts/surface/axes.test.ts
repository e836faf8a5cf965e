import { describe, expect, it } from 'vitest'
import { type FrameTicks, frameLabels, frameLines, placeTicks } from './axes'
import { cameraOf, type Orbit } from './camera'

const size = { width: 420, height: 380 }
const plot = { x: 34, y: 36, width: 352, height: 304 }
const even = (labels: string[]) => labels.map((label, i) => ({ at: i / (labels.length - 1), label }))
const ticks: FrameTicks = { x: even(['−0.4', '−0.2', '0.0', '0.2']), y: even(['−1', '0', '1']), z: even(['10⁻⁶', '10⁻³', '1']) }
const titles = { x: '⟨θ−θ*, v_1⟩', y: '⟨θ−θ*, v_2⟩', z: 'L' }
const widthOf = (text: string) => 6 * text.replace(/[_^{}]/g, '').length
const orbits: Orbit[] = Array.from({ length: 72 }, (_, i) => ({
  azimuth: (i * Math.PI) / 36,
  elevation: [0.12, 0.5, 0.9, Math.PI / 2][i % 4],
  zoom: 1,
  shift: [0, 0],
}))
const labelsAt = (orbit: Orbit) => frameLabels(cameraOf(orbit, 0.5, plot, size), 0.5, ticks, titles, size, widthOf)

describe('the labels of the axes', () => {
  it('touch each other from no side', () => {
    for (const orbit of orbits) {
      const boxes = labelsAt(orbit).map(({ text, px, py, align }) => {
        const width = widthOf(text)
        return { text, x: align === 'left' ? px : align === 'right' ? px - width : px - width / 2, y: py - 6, width, height: 12 }
      })
      for (const [i, a] of boxes.entries()) {
        for (const b of boxes.slice(i + 1)) {
          const touch = a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
          expect(touch, `${a.text} and ${b.text} at ${orbit.azimuth}, ${orbit.elevation}`).toBe(false)
        }
      }
    }
  })

  it('stand outside the box, within the picture', () => {
    for (const orbit of orbits) {
      const camera = cameraOf(orbit, 0.5, plot, size)
      const [mx, my] = camera.project(0, 0, 0.25)
      for (const { text, px, py, align, title } of labelsAt(orbit)) {
        const left = align === 'left' ? px : align === 'right' ? px - widthOf(text) : px - widthOf(text) / 2
        expect(left).toBeGreaterThan(0)
        expect(left + widthOf(text)).toBeLessThan(size.width)
        expect(py).toBeGreaterThan(6)
        expect(py).toBeLessThan(size.height - 6)
        // The shadow of the box's middle is no place for text.
        if (!title) expect(Math.hypot(px - mx, py - my)).toBeGreaterThan(40)
      }
    }
  })

  it('leave room for what stands there already', () => {
    const usual = labelsAt(orbits[5])
    const { px, py, text } = usual[3]
    const less = frameLabels(cameraOf(orbits[5], 0.5, plot, size), 0.5, ticks, titles, size, widthOf, [{ x: px - 4, y: py - 7, width: 8 }])
    expect(less.map(l => l.text)).not.toContain(text)
    expect(less.length).toBe(usual.length - 1)
  })

  it('are mostly there: both directions and the loss from the usual side, the two directions alone from above', () => {
    const usual = labelsAt({ azimuth: 0.5, elevation: 0.6, zoom: 1, shift: [0, 0] })
    expect(usual.filter(l => l.title).map(l => l.text)).toEqual([titles.x, titles.y, titles.z])
    expect(usual.length).toBeGreaterThanOrEqual(11)
    const above = labelsAt({ azimuth: 0.5, elevation: Math.PI / 2, zoom: 1, shift: [0, 0] })
    expect(above.filter(l => l.title).map(l => l.text)).toEqual([titles.x, titles.y])
  })
})

it('the walls stand behind the surface, whatever the side', () => {
  for (const orbit of orbits.filter(o => o.elevation < 1)) {
    const camera = cameraOf(orbit, 0.5, plot, size)
    const middle = camera.project(0, 0, 0.25)[2]
    for (const { from, to } of frameLines(camera, 0.5, ticks)) {
      if (from[2] === 0 && to[2] === 0) continue
      // A wall's own centre line is never nearer than the middle of the box.
      const at = [0, 1, 2].map(e => (from[e] + to[e]) / 2)
      if (Math.abs(at[0]) === 0.5 && Math.abs(at[1]) === 0.5) continue
      expect(camera.project(at[0], at[1], 0.25)[2]).toBeGreaterThan(middle - 0.36)
    }
  }
})

it('a tick outside its axis has no place', () => {
  const of = (values: number[]) =>
    placeTicks(
      values.map(value => ({ value, label: String(value) })),
      v => v / 10,
    )
  expect(of([-1, 0, 5, 10, 11]).map(t => t.at)).toEqual([0, 0.5, 1])
})
