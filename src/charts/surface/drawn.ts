/** What a WebGL program draws of a surface: plain numbers, written by the chart and read in the same frame. */
import { luminance, mixLab, parseRgb } from '../color'
import { type Levels, surfaceShade } from '../contours'
import type { Axis, Theme } from '../types'
import type { Camera, Point3 } from './camera'
import { LineList } from './lines'
import type { Mesh } from './mesh'

export class Drawn {
  mesh: Mesh | undefined
  /** Heights of the isolines, ascending, and the colour of each band between them, lowest first: three numbers each, 0 … 1. */
  levels = new Float32Array(0)
  shades = new Float32Array(3)
  ink: Point3 = [0, 0, 0]
  /** Where the light comes from, length 1, and how much the side away from it is darkened, 0 … 1. */
  light: Point3 = [0, 0, 1]
  shadow = 0
  clip = new Float32Array(16)
  /** CSS pixels of the picture, and device pixels each. */
  width = 1
  height = 1
  ratio = 1
  /** Floor and walls. */
  readonly frame = new LineList()
  /** What lies on the surface. */
  readonly marks = new LineList()
}

const unit = (color: string): Point3 => {
  const { r, g, b } = parseRgb(color)
  return [r / 255, g / 255, b / 255]
}

/** The colours of a theme, the isolines' heights, and a light over the viewer's left shoulder. */
export function paint(drawn: Drawn, theme: Theme, levels: Levels | undefined, axis: Axis, { towards }: Camera): void {
  const values = levels?.levels ?? []
  const shade = surfaceShade(theme, values.length)
  drawn.levels = Float32Array.from(values, v => axis.px(v))
  drawn.shades = Float32Array.from(Array.from({ length: values.length + 1 }, (_, i) => unit(shade(i))).flat())
  drawn.ink = unit(mixLab(theme.surfaceHigh, theme.ink)(0.4))
  const [x, y, z] = towards
  const side = Math.hypot(x, y) || 1
  // To the left of the viewer is (y, −x) on the floor.
  const light = [x + (0.7 * y) / side, y - (0.7 * x) / side, z + 0.8] as const
  const size = Math.hypot(...light)
  drawn.light = [light[0] / size, light[1] / size, light[2] / size]
  drawn.shadow = luminance(theme.panel) < 0.2 ? 0.45 : 0.2
}
