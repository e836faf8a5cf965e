/** The view onto a surface: an orbit around the box that holds it, and where the box's points lie on the screen. */
import type { Rect } from '../types'

/** A point of the scene: x and y from −½ to ½ across the window, z from 0 on the floor to the height of the box. */
export type Point3 = readonly [number, number, number]

/** From where the box is looked at. Angles in radians. */
export interface Orbit {
  /** Turn around the vertical; 0 has the first direction to the right and the second away from the viewer. */
  readonly azimuth: number
  /** Height over the horizon; π/2 looks straight down. */
  readonly elevation: number
  /** Magnification, 1 shows the whole box. */
  readonly zoom: number
  /** Where the middle of the picture went, as a share of the plot. */
  readonly shift: readonly [number, number]
}

export interface Camera {
  /** Scene to clip coordinates of WebGL for a canvas as large as the box of the chart, column by column. */
  readonly clip: Float32Array
  /** Towards the viewer, length 1. */
  readonly towards: Point3
  /** Pixel of a point and its distance from the eye. */
  project(x: number, y: number, z: number): [px: number, py: number, far: number]
  /** The ray through a pixel: where the eye is, and a direction. */
  ray(px: number, py: number): { readonly eye: Point3; readonly along: Point3 }
}

/** Distance of the eye from the middle of the box, in sides of its floor: far enough for a calm perspective. */
const DISTANCE = 4
/** Half the diagonal of the floor: whatever the azimuth, the box lies in the cylinder of this radius. */
const RADIUS = Math.SQRT1_2
const [NEAR, FAR] = [DISTANCE - 1.5, DISTANCE + 1.5]

/** The box's height that fills a plot of this size when seen from the first orbit. */
export function heightFor(plot: Rect, elevation: number): number {
  const [sin, cos] = [Math.sin(elevation), Math.cos(elevation)]
  const fills = (2 * RADIUS * (plot.height / plot.width) - 2 * RADIUS * sin) / cos
  return Math.max(0.42, Math.min(0.75, fills))
}

/** The camera of an orbit whose box, `height` high, fills the plot. It does not breathe as the box is turned. */
export function cameraOf(orbit: Orbit, height: number, plot: Rect, size: { readonly width: number; readonly height: number }): Camera {
  const [sa, ca] = [Math.sin(orbit.azimuth), Math.cos(orbit.azimuth)]
  const [se, ce] = [Math.sin(orbit.elevation), Math.cos(orbit.elevation)]
  const right: Point3 = [ca, -sa, 0]
  const up: Point3 = [sa * se, ca * se, ce]
  const ahead: Point3 = [sa * ce, ca * ce, -se]
  const inView = (x: number, y: number, z: number): Point3 => {
    const w = z - height / 2
    const along = ([a, b, c]: Point3) => a * x + b * y + c * w
    return [along(right), along(up), along(ahead) + DISTANCE]
  }
  const { focal, middle } = fitted(se, ce, height, plot)
  const f = focal * orbit.zoom
  const cx = plot.x + plot.width * (0.5 + orbit.shift[0]) - f * middle[0]
  const cy = plot.y + plot.height * (0.5 + orbit.shift[1]) + f * middle[1]
  const [a, b] = [(FAR + NEAR) / (FAR - NEAR), (-2 * FAR * NEAR) / (FAR - NEAR)]
  const [px, py] = [(2 * cx) / size.width - 1, 1 - (2 * cy) / size.height]
  const column = (i: 0 | 1 | 2) => {
    const [x, y, z] = [right[i], up[i], ahead[i]]
    return [((2 * f) / size.width) * x + px * z, ((2 * f) / size.height) * y + py * z, a * z, z]
  }
  const columns = [column(0), column(1), column(2)]
  const [, , third = []] = columns
  const last = [px * DISTANCE, py * DISTANCE, a * DISTANCE + b, DISTANCE].map((v, i) => v - ((third[i] ?? 0) * height) / 2)
  return {
    clip: Float32Array.from([...columns, last].flat()),
    towards: [-ahead[0], -ahead[1], -ahead[2]],
    project(x, y, z) {
      const [X, Y, Z] = inView(x, y, z)
      return [cx + (f * X) / Z, cy - (f * Y) / Z, Z]
    },
    ray(qx, qy) {
      const [u, v] = [(qx - cx) / f, (cy - qy) / f]
      const along = (i: 0 | 1 | 2) => right[i] * u + up[i] * v + ahead[i]
      return {
        eye: [-ahead[0] * DISTANCE, -ahead[1] * DISTANCE, -ahead[2] * DISTANCE + height / 2],
        along: [along(0), along(1), along(2)],
      }
    },
  }
}

/** Pixels per unit of X/Z that make the cylinder around the box fill the plot, and the middle of its image in those units. */
function fitted(se: number, ce: number, height: number, plot: Rect): { focal: number; middle: readonly [number, number] } {
  let [left, right, low, high] = [0, 0, 0, 0]
  for (let i = 0; i < 48; i++) {
    const t = (Math.PI * i) / 24
    const [X, y] = [RADIUS * Math.cos(t), RADIUS * Math.sin(t)]
    for (const w of [-height / 2, height / 2]) {
      const [Y, Z] = [y * se + w * ce, y * ce - w * se + DISTANCE]
      left = Math.min(left, X / Z)
      right = Math.max(right, X / Z)
      low = Math.min(low, Y / Z)
      high = Math.max(high, Y / Z)
    }
  }
  return { focal: Math.min(plot.width / (right - left), plot.height / (high - low)), middle: [(left + right) / 2, (low + high) / 2] }
}
