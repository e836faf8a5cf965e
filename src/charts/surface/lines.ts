/** Lines of the scene as one list of segments, for a program that draws each as a ribbon of some pixels. */
import type { Rgb } from '../color'
import type { Point3 } from './camera'

/** Numbers a segment: its two ends, its colour and opacity, its width in pixels, its opacity where the surface hides it. */
export const SEGMENT = 12

export interface LineStyle {
  readonly color: Rgb
  readonly alpha?: number
  /** CSS pixels. */
  readonly width?: number
  /** Opacity behind the surface, 0 when left out. */
  readonly behind?: number
}

/** A growing list of segments; `data` holds `count` of them. It keeps its room when it is cleared. */
export class LineList {
  data = new Float32Array(SEGMENT * 256)
  count = 0

  clear(): void {
    this.count = 0
  }

  /** Adds a segment; one with an end that is no number is left out. */
  add(a: Point3, b: Point3, { color, alpha = 1, width = 1, behind = 0 }: LineStyle): void {
    if (!Number.isFinite(a[0] + a[1] + a[2] + b[0] + b[1] + b[2])) return
    const at = this.count * SEGMENT
    if (at + SEGMENT > this.data.length) {
      const larger = new Float32Array(2 * this.data.length)
      larger.set(this.data)
      this.data = larger
    }
    const { data } = this
    data[at] = a[0]
    data[at + 1] = a[1]
    data[at + 2] = a[2]
    data[at + 3] = b[0]
    data[at + 4] = b[1]
    data[at + 5] = b[2]
    data[at + 6] = color.r / 255
    data[at + 7] = color.g / 255
    data[at + 8] = color.b / 255
    data[at + 9] = alpha
    data[at + 10] = width
    data[at + 11] = behind
    this.count++
  }
}
