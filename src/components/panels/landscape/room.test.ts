import { describe, expect, it } from 'vitest'
import { ellipsePoints } from '../../../charts'
import { type Room, roomFor, withRoom } from './room'

const domain = { x: [0, 10], y: [-1, 1] } as const
const none: Room = { x: [0, 0], y: [0, 0] }
const round = (radius: number) => [ellipsePoints([radius * radius, 0, 0.01], [9, 0])]

describe('room beside a window', () => {
  it('holds what sticks out, in steps, on that side alone', () => {
    expect(roomFor(round(0.9), domain, undefined)).toEqual(none)
    const room = roomFor(round(2.2), domain, undefined)
    expect(room).toEqual({ x: [0, expect.closeTo(0.15, 12)], y: [0, 0] })
    const { x, y } = withRoom(domain, room)
    expect(x[0]).toBe(0)
    expect(x[1]).toBeGreaterThan(9 + 2.2)
    expect(y).toEqual(domain.y)
    expect(withRoom(domain, none)).toEqual(domain)
  })

  it('holds the outlines of every arm, but for one that lies far off', () => {
    const at = (x: number, y: number) => ellipsePoints([0.25, 0, 0.01], [x, y])
    const room = roomFor([at(9, 0), at(0.2, 0.95)], domain, undefined)
    expect(room).toEqual({ x: [expect.closeTo(0.05, 12), 0], y: [0, expect.closeTo(0.05, 12)] })
    expect(roomFor([at(0.2, 0.95), at(30, 9)], domain, undefined)).toEqual(room)
  })

  it('is kept while it is about right, and goes once nothing sticks out', () => {
    const room = roomFor(round(2.2), domain, undefined)
    expect(roomFor(round(1.9), domain, room)).toEqual(room)
    expect(roomFor(round(1.3), domain, room).x[1]).toBeCloseTo(0.05, 12)
    expect(roomFor(round(2.8), domain, room).x[1]).toBeCloseTo(0.2, 12)
    expect(roomFor(round(0.5), domain, room)).toEqual(none)
  })

  it('is none for what lies far off, or nowhere', () => {
    expect(roomFor(round(8), domain, undefined)).toEqual(none)
    expect(roomFor([Float64Array.of(Number.NaN, Number.NaN)], domain, undefined)).toEqual(none)
    expect(roomFor([Float64Array.of(Number.POSITIVE_INFINITY, 0)], domain, undefined)).toEqual(none)
  })
})
