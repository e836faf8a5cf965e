import { afterAll, expect, it, vi } from 'vitest'
import { ChartLoop, type Drawable } from './loop'

let frames: ((time: number) => void)[] = []
vi.stubGlobal('requestAnimationFrame', (frame: (time: number) => void) => frames.push(frame))
vi.stubGlobal('cancelAnimationFrame', () => {})
afterAll(() => vi.unstubAllGlobals())

/** A page on which every frame comes late, and where all charts change with every frame. */
function slowPage(loop: ChartLoop) {
  let time = 0
  return () => {
    time += 200
    loop.touch()
    for (const frame of frames.splice(0)) frame(time)
  }
}

it('draws what was never drawn first, however much of the rest has changed', () => {
  frames = []
  const loop = new ChartLoop()
  const drawn: string[] = []
  const chart = (name: string): Drawable => ({ visible: true, draw: () => drawn.push(name) })
  for (const name of ['a', 'b', 'c', 'd']) loop.add(chart(name))
  const frame = slowPage(loop)
  // So many late frames that one chart is drawn in each.
  for (let i = 0; i < 20; i++) frame()
  for (const name of ['late', 'later']) loop.add(chart(name))
  drawn.length = 0
  frame()
  frame()
  expect([...drawn].sort()).toEqual(['late', 'later'])
  // From then on it has its turn like all others.
  drawn.length = 0
  for (let i = 0; i < 6; i++) frame()
  expect([...drawn].sort()).toEqual(['a', 'b', 'c', 'd', 'late', 'later'])
})
