/**
 * Where the arms have been: think of it as a tape of two tracks. On one, every recorded step stands as a point of the plane
 * on screen; on the other θ itself, thinned to what the memory holds, from which the first is written anew when the plane changes.
 */

import { axpy, dot } from '../../lib/matrix'
import { Table } from '../../lib/table'
import { onPlane, type Plane } from '../plane'

/** Entries of θ kept at most, over all arms: 128 MiB in single precision. */
const KEPT_NUMBERS = 1 << 25
const KEPT_POINTS = 4096
/** Points of all arms that must fit: a path of fewer would tell nothing. */
const FEWEST_POINTS = 4
/** Entries of kept points that are placed on another plane between two looks at what else there is to do: some tens of milliseconds. */
const PLACED_AT_ONCE = 1 << 23
/** Steps that are all recorded; beyond, every second up to twice as many, and so on. */
const DENSE_STEPS = 4096

/** Numbers per point of a path: its step, x, y and its distance from the plane. */
export const PATH_WIDTH = 4

interface Kept {
  readonly step: number
  /** θ − θ_0 of every arm: single precision is a share of how far it has moved, not of θ. */
  readonly moved: readonly Float32Array[]
}

export class PathRecord {
  private kept: Kept[] = []
  private spacing = 1
  /** θ at the steps that planes are laid through. */
  private readonly exact = new Map<number, readonly Float64Array[]>()
  private wanted: readonly number[] = []
  private plane: Plane | null = null
  private tables: Table[]
  private fresh: number[][]

  constructor(
    private readonly arms: number,
    private readonly theta0: Float64Array,
    private readonly room = KEPT_NUMBERS,
  ) {
    this.tables = this.newTables()
    this.fresh = this.tables.map(() => [])
  }

  /** Steps at which θ is to be kept to the last bit. */
  hold(steps: readonly number[]): void {
    this.wanted = steps
    for (const step of [...this.exact.keys()]) if (!steps.includes(step)) this.exact.delete(step)
  }

  /** The next step after `step` whose θ is held. */
  nextHeld(step: number): number {
    return Math.min(...this.wanted.filter(at => at > step))
  }

  holds(step: number): boolean {
    return this.wanted.includes(step) && !this.exact.has(step)
  }

  /** The next step after `step` that is recorded where time allows. */
  next(step: number): number {
    let every = 1
    while (every * DENSE_STEPS <= step) every *= 2
    return Math.floor(step / every) * every + every
  }

  /** θ of every arm at a step; of one that is there already nothing changes but its point. */
  add(step: number, thetas: readonly Float64Array[]): void {
    for (const _ of this.adding(step, thetas));
  }

  /** The same in parts, each a pass or two over one θ. */
  *adding(step: number, thetas: readonly Float64Array[]): Generator<void> {
    if (this.holds(step))
      this.exact.set(
        step,
        thetas.map(theta => theta.slice()),
      )
    yield* this.keep(step, thetas)
    for (const [a, theta] of thetas.entries()) {
      if (!this.plane) return
      const point = [step, ...placeOn(this.plane, theta)]
      this.tables[a].append(Float64Array.from(point))
      this.fresh[a].push(...point)
      yield
    }
  }

  private *keep(step: number, thetas: readonly Float64Array[]): Generator<void> {
    const { length: size } = this.theta0
    const last = this.kept.at(-1)
    if (FEWEST_POINTS * size * this.arms > this.room || (last && step < last.step + this.spacing)) return
    const moved: Float32Array[] = []
    for (const theta of thetas) {
      moved.push(difference(theta, this.theta0))
      yield
    }
    this.kept.push({ step, moved })
    while (this.kept.length > 2 && (this.kept.length * size * this.arms > this.room || this.kept.length > KEPT_POINTS)) {
      this.kept = this.kept.filter((_, i) => i % 2 === 0)
      this.spacing *= 2
    }
  }

  /** θ of every arm at a step that was held, or else at the last one that was kept by then; null before any. */
  at(step: number): { readonly step: number; readonly thetas: readonly Float64Array[] } | null {
    const exact = this.exact.get(step)
    if (exact) return { step, thetas: exact }
    const kept = this.kept.findLast(k => k.step <= step)
    return kept ? { step: kept.step, thetas: kept.moved.map(moved => this.theta0.map((v, i) => v + moved[i])) } : null
  }

  /** Up to `most` of the kept points θ − θ_0 of all arms, evenly spread over the steps, arm by arm. */
  points(most: number): Float32Array[] {
    const each = Math.max(1, Math.floor(most / this.arms))
    const count = Math.min(each, this.kept.length)
    const chosen = Array.from(
      { length: count },
      (_, i) => this.kept[count < 2 ? 0 : Math.round((i * (this.kept.length - 1)) / (count - 1))],
    )
    return Array.from({ length: this.arms }, (_, a) => chosen.map(k => k.moved[a])).flat()
  }

  /** Another plane: the paths are written anew from what is kept. */
  lay(plane: Plane): void {
    for (const _ of this.laying(plane));
  }

  /** The same in parts, after the last of which the other plane is there; until then the run may go on, and be cut. */
  *laying(plane: Plane): Generator<void> {
    const found = new Map<Kept, Float64Array>()
    const atOnce = Math.max(1, Math.floor(PLACED_AT_ONCE / (this.theta0.length * this.arms)))
    for (;;) {
      const missing = this.kept.filter(kept => !found.has(kept)).slice(0, atOnce)
      if (missing.length === 0) break
      const places = keptOn(
        plane,
        this.theta0,
        missing.flatMap(({ moved }) => moved),
      )
      for (const [k, kept] of missing.entries()) found.set(kept, places.subarray(3 * this.arms * k, 3 * this.arms * (k + 1)))
      yield
    }
    this.plane = plane
    this.tables = this.newTables()
    this.fresh = this.tables.map(() => [])
    for (const kept of this.kept) {
      const places = found.get(kept)!
      for (const [a, table] of this.tables.entries()) table.append(Float64Array.of(kept.step, ...places.subarray(3 * a, 3 * a + 3)))
    }
  }

  /** Per arm all points (step, x, y, distance) on the plane. */
  paths(): Float64Array[] {
    return this.tables.map(table => {
      const out = new Float64Array(table.length * PATH_WIDTH)
      for (let c = 0; c < PATH_WIDTH; c++) for (const [i, v] of table.column(c).entries()) out[i * PATH_WIDTH + c] = v
      return out
    })
  }

  /** Per arm the points that have come since the last call. */
  take(): Float64Array[] {
    const taken = this.fresh.map(points => Float64Array.from(points))
    this.fresh = this.fresh.map(() => [])
    return taken
  }

  /** Forgets what lies after a step. */
  cut(step: number): void {
    this.kept = this.kept.filter(k => k.step <= step)
    for (const at of [...this.exact.keys()]) if (at > step) this.exact.delete(at)
    for (const table of this.tables) table.truncate(step)
    this.fresh = this.fresh.map(points => points.filter((_, i) => points[i - (i % PATH_WIDTH)] <= step))
  }

  /** Whether the paths begin where the run does. */
  get whole(): boolean {
    return this.kept[0]?.step === 0
  }

  private newTables(): Table[] {
    return Array.from({ length: this.arms }, () => new Table(PATH_WIDTH))
  }
}

function difference(theta: Float64Array, from: Float64Array): Float32Array {
  const out = new Float32Array(theta.length)
  for (let i = 0; i < out.length; i++) out[i] = theta[i] - from[i]
  return out
}

/** Coordinates of θ on a plane, and its distance from it. */
export function placeOn(plane: Plane, theta: Float64Array): [x: number, y: number, distance: number] {
  const { anchor, first, second } = plane
  const [x, y] = onPlane(plane, theta)
  let rest = 0
  for (let i = 0; i < theta.length; i++) {
    const off = theta[i] - anchor[i] - x * first[i] - y * second[i]
    rest += off * off
  }
  return [x, y, Math.sqrt(rest)]
}

/** Entries of a plane's vectors that are gone through for all points before the next: as many as stay in a processor's cache. */
const STRIP = 2048

/** The same of θ_0 + m for every m, one after the other: the distances by Pythagoras, to single precision. */
function keptOn({ anchor, first, second }: Plane, theta0: Float64Array, points: readonly Float32Array[]): Float64Array {
  const from = theta0.slice()
  axpy(from, -1, anchor)
  const foot = [dot(from, first), dot(from, second), dot(from, from)]
  const sums = new Float64Array(3 * points.length)
  for (let p = 0; p < points.length; p++) sums.set(foot, 3 * p)
  for (let begin = 0; begin < from.length; begin += STRIP)
    for (let p = 0; p < points.length; p += 2)
      addStrip([from, first, second], points, p, Math.min(p + 1, points.length - 1), begin, Math.min(begin + STRIP, from.length), sums)
  for (let at = 0; at < sums.length; at += 3) {
    const [x, y, length] = [sums[at], sums[at + 1], sums[at + 2]]
    sums[at + 2] = Math.sqrt(Math.max(0, length - x * x - y * y))
  }
  return sums
}

/** Of two points at once, for a sum waits for its last term; they may be the same. */
function addStrip(
  [from, first, second]: readonly [Float64Array, Float64Array, Float64Array],
  points: readonly Float32Array[],
  p: number,
  q: number,
  begin: number,
  end: number,
  sums: Float64Array,
): void {
  const [a, b] = [points[p], points[q]]
  let [x, y, length] = [sums[3 * p], sums[3 * p + 1], sums[3 * p + 2]]
  let [u, v, size] = [sums[3 * q], sums[3 * q + 1], sums[3 * q + 2]]
  for (let i = begin; i < end; i++) {
    const m = a[i]
    const n = b[i]
    const f = first[i]
    const g = second[i]
    const twice = 2 * from[i]
    x += m * f
    y += m * g
    length += m * (twice + m)
    u += n * f
    v += n * g
    size += n * (twice + n)
  }
  sums[3 * p] = x
  sums[3 * p + 1] = y
  sums[3 * p + 2] = length
  sums[3 * q] = u
  sums[3 * q + 1] = v
  sums[3 * q + 2] = size
}
