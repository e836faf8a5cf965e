import type { ChartLayout } from '../../../../charts'
import type { Orbit } from '../../../../charts/surface'
import type { Gestures, Surface } from '../../frame/spec'

const DEGREE = Math.PI / 180

/** From where a surface is seen first: its first direction to the right, its second away from the viewer. */
export const FIRST: Orbit = { azimuth: 28 * DEGREE, elevation: 36 * DEGREE, zoom: 1, shift: [0, 0] }

const [LOWEST, HIGHEST] = [6 * DEGREE, 90 * DEGREE]
const [SMALLEST, LARGEST] = [0.5, 12]
const clamp = (v: number, lo: number, hi: number) => Math.max(lo, Math.min(hi, v))

/** Turns and enlarges the picture: drag, pinch, wheel, and keys. Nothing moves by itself. */
export class Orbiting implements Gestures {
  orbit = FIRST

  /** `whole` brings back the window that the surface is cut to. */
  constructor(
    private readonly changed: () => void,
    private readonly whole: () => void = () => {},
  ) {}

  get moved(): boolean {
    return this.orbit !== FIRST
  }

  zoom({ plot }: ChartLayout, px: number, py: number, factor: number): void {
    const { orbit } = this
    const zoom = clamp(orbit.zoom * factor, SMALLEST, LARGEST)
    const by = zoom / orbit.zoom
    // What lies under the pointer stays there.
    const around = (share: number, shift: number) => clamp(share + (shift - share) * by, -zoom, zoom)
    const [u, v] = [(px - plot.x) / plot.width - 0.5, (py - plot.y) / plot.height - 0.5]
    this.orbit = { ...orbit, zoom, shift: [around(u, orbit.shift[0]), around(v, orbit.shift[1])] }
    this.changed()
  }

  pan({ plot }: ChartLayout, dx: number, dy: number): void {
    this.turn((180 * dx) / plot.width, (120 * dy) / plot.height)
  }

  /** Turns to the right and upwards, in degrees. */
  turn(right: number, up: number): void {
    const { azimuth, elevation } = this.orbit
    const turned = (azimuth + right * DEGREE) % (2 * Math.PI)
    this.orbit = { ...this.orbit, azimuth: turned, elevation: clamp(elevation + up * DEGREE, LOWEST, HIGHEST) }
    this.changed()
  }

  reset(): void {
    this.orbit = FIRST
    this.whole()
    this.changed()
  }
}

/** How far an arrow key turns, in degrees: to the right and upwards. */
const TURNS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-5, 0],
  ArrowRight: [5, 0],
  ArrowUp: [0, 5],
  ArrowDown: [0, -5],
}

/** Listens for fingers and arrow keys on a chart that shows a surface; returns how to end. */
export function attachTurning({ parts: { host, canvas } }: Surface, orbiting: Orbiting): () => void {
  const fingers = new Map<number, { readonly x: number; readonly y: number }>()
  const stop = new AbortController()
  const { signal } = stop
  const key = (event: KeyboardEvent) => {
    if (event.target !== canvas || event.ctrlKey || event.metaKey || event.altKey) return
    const [right, up] = TURNS[event.key] ?? [0, 0]
    if (event.key === 'Home') orbiting.reset()
    else if (right !== 0 || up !== 0) orbiting.turn(right * (event.shiftKey ? 4 : 1), up * (event.shiftKey ? 4 : 1))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId)
    if (!before) return
    const share = 0.5 / fingers.size
    orbiting.turn((event.clientX - before.x) * share, (event.clientY - before.y) * share)
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }
  const up = (event: PointerEvent) => fingers.delete(event.pointerId)
  const down = (event: PointerEvent) => {
    if (event.pointerType !== 'mouse') fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }
  // Before the chart reads values with these keys.
  host.addEventListener('keydown', key, { capture: true, signal })
  canvas.addEventListener('pointerdown', down, { signal })
  canvas.addEventListener('pointermove', move, { signal })
  canvas.addEventListener('pointerup', up, { signal })
  canvas.addEventListener('pointercancel', up, { signal })
  return () => stop.abort()
}
