/** What lies on a surface: the arms' paths, the ellipses, and the stems of arms that the plane does not go through. */
import { parseRgb, type Rgb } from '../color'
import { ellipsePoints } from '../ellipse'
import type { LandscapeArm } from '../landscapeChart'
import type { PlaneDomain } from '../planeDomain'
import { colorOf } from '../theme'
import type { Axis, Theme } from '../types'
import { drape, inScene } from './drape'
import { heightOf } from './heights'
import type { LineList } from './lines'
import type { Mesh } from './mesh'

/** Steps that stay in full colour; older ones fade to this opacity. */
const [FRESH, OLDEST] = [40, 0.35]

/** Where an arm stands in the scene. */
export interface Standing {
  readonly arm: LandscapeArm
  readonly x: number
  readonly y: number
  /** Height of its own loss, or of the surface where that is not known. */
  readonly z: number
  /** Height of the surface there; NaN where it is not known. */
  readonly ground: number
  /** Within the window. */
  readonly inside: boolean
  /** Its own loss lies above (1) or below (−1) the axis. */
  readonly beyond: -1 | 0 | 1
}

/** The last point of a path that is one, in the scene. */
function lastOf({ path }: LandscapeArm, window: PlaneDomain): readonly [number, number] | undefined {
  for (let i = path.length - 1; i >= 0; i--) {
    const [x, y] = inScene(window, path.x[i] ?? Number.NaN, path.y[i] ?? Number.NaN)
    if (Number.isFinite(x) && Number.isFinite(y)) return [x, y]
  }
  return undefined
}

/** Where the arms stand: at their own loss, over or under the surface where the plane is not through them. */
export function standingOf(arms: readonly LandscapeArm[], window: PlaneDomain, mesh: Mesh | undefined, axis: Axis): Standing[] {
  return arms.flatMap(arm => {
    const at = lastOf(arm, window)
    if (!at) return []
    const [x, y] = at
    const ground = mesh?.heightAt(x, y) ?? Number.NaN
    const { loss = Number.NaN } = arm
    const own = heightOf(axis, loss)
    const z = Number.isNaN(own) ? (Number.isNaN(ground) ? 0 : ground) : own
    const [low, high] = axis.domain
    const beyond = loss > high ? 1 : loss < low ? -1 : 0
    return [{ arm, x, y, z, ground, beyond, inside: Math.abs(x) <= 0.5 && Math.abs(y) <= 0.5 }]
  })
}

/** Lays paths and ellipses on the surface, and a stem from each arm to it. */
export function layMarks(
  list: LineList,
  theme: Theme,
  mesh: Mesh,
  window: PlaneDomain,
  standing: readonly Standing[],
  arms: readonly LandscapeArm[],
  magnification: number,
): void {
  const panel = parseRgb(theme.panel)
  for (const arm of arms) layPath(list, mesh, window, arm, parseRgb(colorOf(theme, arm.color)))
  for (const arm of arms) {
    const { x, y } = endOf(arm)
    const outline = (cov: LandscapeArm['noise'], color: Rgb, dashed: boolean) => {
      if (cov) layOutline(list, mesh, window, ellipsePoints(cov, [x, y], magnification, 120), color, panel, dashed)
    }
    outline(arm.curvature, parseRgb(theme.ink), true)
    outline(arm.noise, parseRgb(colorOf(theme, arm.color)), false)
  }
  for (const { arm, x, y, z, ground, inside } of standing) {
    if (!inside || Number.isNaN(ground)) continue
    list.add([x, y, ground], [x, y, z], { color: parseRgb(colorOf(theme, arm.color)), width: 1.2, behind: 0.6 })
  }
}

function endOf({ path }: LandscapeArm): { x: number; y: number } {
  const last = path.length - 1
  return { x: path.x[last] ?? Number.NaN, y: path.y[last] ?? Number.NaN }
}

function layPath(list: LineList, mesh: Mesh, window: PlaneDomain, { path }: LandscapeArm, color: Rgb): void {
  const old = path.length - 1 - FRESH
  drape(mesh, window, path, (from, to, i) => {
    const age = old > 0 ? Math.max(0, (old - i) / old) : 0
    const alpha = 0.95 - (0.95 - OLDEST) * (1 - (1 - age) ** 3)
    list.add(from, to, { color, alpha, width: 1.7, behind: 0.22 * alpha })
  })
}

/** A closed outline with a thin halo, so that it stands out from paths and isolines. */
function layOutline(list: LineList, mesh: Mesh, window: PlaneDomain, points: Float64Array, color: Rgb, halo: Rgb, dashed: boolean): void {
  const count = points.length / 2
  if (count < 3) return
  const at = (k: number, e: 0 | 1) => points[2 * (k % count) + e] ?? Number.NaN
  for (const { color: tone, width, alpha } of [
    { color: halo, width: 3.6, alpha: 0.6 },
    { color, width: 1.8, alpha: 1 },
  ]) {
    for (let k = 0; k < count; k++) {
      if (dashed && tone === color && k % 5 >= 3) continue
      const piece = { x: [at(k, 0), at(k + 1, 0)], y: [at(k, 1), at(k + 1, 1)], length: 2 }
      drape(mesh, window, piece, (from, to) => list.add(from, to, { color: tone, alpha, width, behind: tone === color ? 0.22 : 0 }))
    }
  }
}
