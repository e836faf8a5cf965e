/** What lies under a pixel of a surface, and whether a point is hidden by it. */
import type { Camera, Point3 } from './camera'
import type { Mesh } from './mesh'

const STEPS = 240
const HALVINGS = 30

/** The first point of the surface on the ray through a pixel, in the scene; undefined where there is none. */
export function pick(camera: Camera, { heightAt }: Pick<Mesh, 'heightAt'>, height: number, px: number, py: number): Point3 | undefined {
  const { eye, along } = camera.ray(px, py)
  const at = (t: number): Point3 => [eye[0] + t * along[0], eye[1] + t * along[1], eye[2] + t * along[2]]
  const over = (t: number) => {
    const [x, y, z] = at(t)
    return z - heightAt(x, y)
  }
  const span = withinBox(eye, along, height)
  if (!span) return undefined
  const [near, far] = span
  let before = Number.NaN
  for (let k = 0; k <= STEPS; k++) {
    const t = near + ((far - near) * k) / STEPS
    const now = over(t)
    if (now === 0) return at(t)
    if (now * before < 0) return at(bisected(over, t - (far - near) / STEPS, t, before))
    before = now
  }
  return undefined
}

function bisected(over: (t: number) => number, from: number, to: number, first: number): number {
  for (let k = 0; k < HALVINGS; k++) {
    const mid = (from + to) / 2
    if (over(mid) * first > 0) from = mid
    else to = mid
  }
  return (from + to) / 2
}

/** Where a ray enters and leaves the box, a little enlarged; undefined where it misses it. */
function withinBox(eye: Point3, along: Point3, height: number): readonly [number, number] | undefined {
  let [from, to] = [0, Number.POSITIVE_INFINITY]
  const sides = [
    [-0.5, 0.5],
    [-0.5, 0.5],
    [-1e-6, height + 1e-6],
  ] as const
  for (const e of [0, 1, 2] as const) {
    const [lo, hi] = sides[e]
    if (Math.abs(along[e]) < 1e-12) {
      if (eye[e] < lo || eye[e] > hi) return undefined
      continue
    }
    const [t0, t1] = [(lo - eye[e]) / along[e], (hi - eye[e]) / along[e]]
    from = Math.max(from, Math.min(t0, t1))
    to = Math.min(to, Math.max(t0, t1))
  }
  return from < to ? [from, to] : undefined
}
