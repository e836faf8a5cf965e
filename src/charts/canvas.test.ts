import { expect, it } from 'vitest'
import { bitmapOf, keepBitmap } from './bitmaps'
import { onRestored } from './canvas'

it('what was lost is drawn again, and not from pictures that were lost with it', () => {
  const canvas = new EventTarget() as HTMLCanvasElement
  const [grid, picture] = [new Float64Array(1), { key: '', canvas }]
  const drawn: unknown[] = []
  const end = onRestored(canvas, () => drawn.push(bitmapOf(grid)))
  keepBitmap(grid, picture)
  canvas.dispatchEvent(new Event('contextlost'))
  expect([bitmapOf(grid), drawn.length]).toEqual([undefined, 0])
  // Another canvas may have painted anew meanwhile, before its own was handed out.
  keepBitmap(grid, picture)
  canvas.dispatchEvent(new Event('contextrestored'))
  expect(drawn).toEqual([undefined])
  end()
  keepBitmap(grid, picture)
  for (const type of ['contextlost', 'contextrestored']) canvas.dispatchEvent(new Event(type))
  expect([bitmapOf(grid), drawn.length]).toEqual([picture, 1])
})
