/** The frame of a surface: floor and back walls with their grid, and where ticks and titles stand on the screen. */
import type { Tick } from '../ticks'
import type { Camera, Point3 } from './camera'

/** A tick at its place along an edge of the box, 0 … 1. */
export interface PlacedTick {
  readonly at: number
  readonly label: string
}

export interface FrameTicks {
  readonly x: readonly PlacedTick[]
  readonly y: readonly PlacedTick[]
  readonly z: readonly PlacedTick[]
}

/** Text beside the box: its anchor in pixels, and which of its sides stands there. */
export interface FrameLabel {
  readonly text: string
  readonly px: number
  readonly py: number
  readonly align: 'left' | 'right' | 'center'
  readonly title: boolean
}

/** A line of the frame: of the grid on floor and walls, or an edge of the box. */
export interface FrameLine {
  readonly from: Point3
  readonly to: Point3
  readonly edge: boolean
}

/** Pixels between an edge and its tick labels; height of a row of text. */
const [GAP, ROW] = [7, 14]
/** Edges that look shorter than this carry no labels. */
const LEAST_EDGE = 42

/** Which sides of the box face the viewer, as the sign of x and y. */
function nearSides({ towards }: Camera): readonly [number, number] {
  return [towards[0] >= 0 ? 0.5 : -0.5, towards[1] >= 0 ? 0.5 : -0.5]
}

/** Grid and edges of the floor and of the two walls behind the surface. */
export function frameLines(camera: Camera, height: number, ticks: FrameTicks): FrameLine[] {
  const [nx, ny] = nearSides(camera)
  const [fx, fy] = [-nx, -ny]
  const line = (from: Point3, to: Point3, edge = false): FrameLine => ({ from, to, edge })
  const lines: FrameLine[] = []
  for (const { at } of ticks.x) lines.push(line([at - 0.5, -0.5, 0], [at - 0.5, 0.5, 0]), line([at - 0.5, fy, 0], [at - 0.5, fy, height]))
  for (const { at } of ticks.y) lines.push(line([-0.5, at - 0.5, 0], [0.5, at - 0.5, 0]), line([fx, at - 0.5, 0], [fx, at - 0.5, height]))
  for (const { at } of ticks.z)
    lines.push(line([-0.5, fy, at * height], [0.5, fy, at * height]), line([fx, -0.5, at * height], [fx, 0.5, at * height]))
  for (const side of [-0.5, 0.5]) lines.push(line([-0.5, side, 0], [0.5, side, 0], true), line([side, -0.5, 0], [side, 0.5, 0], true))
  for (const [x, y] of [
    [fx, fy],
    [nx, fy],
    [fx, ny],
  ] as const)
    lines.push(line([x, y, 0], [x, y, height], true))
  lines.push(line([-0.5, fy, height], [0.5, fy, height], true), line([fx, -0.5, height], [fx, 0.5, height], true))
  return lines
}

interface Edge {
  readonly ticks: readonly PlacedTick[]
  readonly title: string
  at(share: number): Point3
  /** The title stands at this share of the edge. */
  readonly titleAt: number
}

/** A row of text as it stands on the screen: its left end and its upper border, pixels. */
export interface TextBox {
  readonly x: number
  readonly y: number
  readonly width: number
}

/**
 * The ticks’ labels and the titles along the edges towards the viewer, moved into the picture where they would stand out of it. Where
 * two would touch, or one would touch what is `taken` already, the later one is left out.
 */
export function frameLabels(
  camera: Camera,
  height: number,
  ticks: FrameTicks,
  titles: { readonly x: string; readonly y: string; readonly z: string },
  size: { readonly width: number; readonly height: number },
  widthOf: (text: string) => number,
  taken: readonly TextBox[] = [],
): FrameLabel[] {
  const [nx, ny] = nearSides(camera)
  const pixel = (p: Point3) => camera.project(...p)
  const upright = [
    [-nx, ny],
    [nx, -ny],
  ] as const
  const [leftmost] = [...upright].sort((a, b) => pixel([...a, 0])[0] - pixel([...b, 0])[0])
  const [zx, zy] = leftmost ?? [-nx, ny]
  const edges: Edge[] = [
    { ticks: ticks.x, title: titles.x, at: s => [s - 0.5, ny, 0], titleAt: 0.5 },
    { ticks: ticks.y, title: titles.y, at: s => [nx, s - 0.5, 0], titleAt: 0.5 },
    { ticks: ticks.z, title: titles.z, at: s => [zx, zy, s * height], titleAt: 1 },
  ]
  const [mx, my] = pixel([0, 0, height / 2])
  const placed: FrameLabel[] = []
  const boxes: TextBox[] = [...taken]
  const put = (label: FrameLabel) => {
    const { px, py } = label
    const wanted = boxOf(label, widthOf(label.text))
    const x = Math.max(2, Math.min(size.width - 2 - wanted.width, wanted.x))
    const box = { ...wanted, x }
    if (px < 0 || py < ROW / 2 || px > size.width || py > size.height - ROW / 2 || boxes.some(other => touch(box, other))) return
    boxes.push(box)
    placed.push({ ...label, px: px + x - wanted.x })
  }
  for (const edge of edges) for (const label of titleOf(edge, pixel, [mx, my], widthOf)) put(label)
  for (const edge of edges) for (const label of tickLabels(edge, pixel, [mx, my])) put(label)
  return placed
}

type Pixel = (p: Point3) => readonly [number, number, number]
type Pair = readonly [number, number]

/** Direction across an edge, away from the middle of the picture, length 1; undefined for an edge that is too short to be labelled. */
function outward({ at }: Edge, pixel: Pixel, [mx, my]: Pair): Pair | undefined {
  const [[ax, ay], [bx, by]] = [pixel(at(0)), pixel(at(1))]
  const size = Math.hypot(bx - ax, by - ay)
  if (!(size >= LEAST_EDGE)) return undefined
  const [ox, oy] = [(by - ay) / size, (ax - bx) / size]
  const away = ox * ((ax + bx) / 2 - mx) + oy * ((ay + by) / 2 - my) >= 0 ? 1 : -1
  return [away * ox, away * oy]
}

const alignOf = (ox: number) => (ox > 0.3 ? 'left' : ox < -0.3 ? 'right' : 'center')

function tickLabels(edge: Edge, pixel: Pixel, middle: Pair): FrameLabel[] {
  const out = outward(edge, pixel, middle)
  if (!out) return []
  const [ox, oy] = out
  return edge.ticks.map(({ at, label }) => {
    const [px, py] = pixel(edge.at(at))
    return { text: label, px: px + GAP * ox, py: py + (GAP + ROW * 0.35) * oy, align: alignOf(ox), title: false }
  })
}

function titleOf(edge: Edge, pixel: Pixel, middle: Pair, widthOf: (text: string) => number): FrameLabel[] {
  const out = outward(edge, pixel, middle)
  if (!out || !edge.title) return []
  const [ox, oy] = out
  const [px, py] = pixel(edge.at(edge.titleAt))
  if (edge.titleAt === 1) return [{ text: edge.title, px, py: py - ROW, align: 'center', title: true }]
  const widest = Math.max(0, ...edge.ticks.map(t => widthOf(t.label)))
  const far = GAP + Math.abs(ox) * (widest + 6) + Math.abs(oy) * (ROW + 4)
  return [{ text: edge.title, px: px + far * ox, py: py + far * oy, align: alignOf(ox), title: true }]
}

function boxOf({ px, py, align }: FrameLabel, width: number): TextBox {
  return { x: align === 'left' ? px : align === 'right' ? px - width : px - width / 2, y: py - ROW / 2, width }
}

const touch = (a: TextBox, b: TextBox) => a.x < b.x + b.width + 4 && b.x < a.x + a.width + 4 && Math.abs(a.y - b.y) < ROW - 1

/** Ticks of an axis placed along its edge by where its pixels say. */
export function placeTicks(ticks: readonly Tick[], place: (value: number) => number): PlacedTick[] {
  return ticks.flatMap(({ value, label }) => {
    const at = place(value)
    return at >= -1e-9 && at <= 1 + 1e-9 ? [{ at, label }] : []
  })
}
