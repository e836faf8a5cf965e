import { expect, it } from 'vitest'
import type { Columns, Frame, PlaneInfo } from '../workers/protocol'
import { type LandscapeGrid, Traces } from './traces'

const plane = (id: number) => ({ id, kind: 'arms', paths: [] }) as unknown as PlaneInfo
const grid = (id: number) => ({ plane: id, laid: plane(id) }) as unknown as LandscapeGrid

function traces() {
  const made = new Traces()
  made.start(['sgd'], { width: 1 } as Columns)
  const frame = (step: number, rowsOn: number) =>
    made.append({
      step,
      plane: rowsOn,
      rowsOn,
      arms: [{ rows: Float64Array.of(step), path: new Float64Array(0), divergence: null }],
    } as unknown as Frame)
  return { made, frame }
}

it('a row does for the plane that it was read on, and for the one that was laid anew since, but for no other', () => {
  const { made, frame } = traces()
  made.setPlane(plane(1))
  frame(0, 1)
  expect(made.rowOfPlane).toBe(true)
  made.setGrid(grid(2))
  expect(made.rowOfPlane).toBe(true)
  made.setGrid(grid(3))
  expect(made.rowOfPlane).toBe(false)
  frame(1, 3)
  expect(made.rowOfPlane).toBe(true)
  made.setPlane(plane(4))
  expect(made.rowOfPlane).toBe(false)
  frame(2, 4)
  expect(made.rowOfPlane).toBe(true)
})

it('the same plane in another worker has another number, and the rows there are go on', () => {
  const { made, frame } = traces()
  made.setPlane(plane(5))
  frame(7, 5)
  made.continuePlane(plane(1))
  frame(8, 1)
  expect(made.rowOfPlane).toBe(true)
})
