/**
 * Planes on their way to a worker: of millions of weights each is sent once, whatever it is for, and spoken of by a number from then on.
 * Think of it as one list kept by two, who write down the same in the order of their messages: `PlanesTold` by whoever sends,
 * `PlanesHeard` by the worker. Both remember the plane that rows are read on, the one on the picture, and the one that the worker found.
 */

import { type Plane, sharingStart } from '../../sim/plane'

/** A plane in a message; without its vectors where the worker has them. */
export interface Told {
  readonly id: number
  readonly plane?: Plane | undefined
}

type Use = 'rows' | 'picture'
type Known = { readonly id: number; readonly plane: Plane }
type List = Partial<Record<Use | 'found', Known>>

/** A message that holds vectors twice, and for long, costs more than copies that are handed over. */
const copyOf = (plane: Plane): Plane => ({
  ...plane,
  anchor: plane.anchor.slice(),
  first: plane.first.slice(),
  second: plane.second.slice(),
})

/** What is handed over with a message. */
export const buffersOf = (told: Told | undefined): ArrayBuffer[] =>
  told?.plane ? [told.plane.anchor, told.plane.first, told.plane.second].map(({ buffer }) => buffer as ArrayBuffer) : []

export class PlanesTold {
  private list: List = {}
  private next = 0

  /** Names a plane that is for this from now on. */
  tell(use: Use, plane: Plane): Told {
    const known = Object.values(this.list).find(one => one.plane === plane)
    const named = known ?? { id: this.next++, plane }
    this.list[use] = named
    return known ? { id: known.id } : { id: named.id, plane: copyOf(plane) }
  }

  isFor(use: Use, plane: Plane): boolean {
    return this.list[use]?.plane === plane
  }

  /** The worker is to find a plane: its number. Until `found` none that it found before is spoken of. */
  seek(): number {
    delete this.list.found
    return this.next++
  }

  found(id: number, plane: Plane): void {
    this.list.found = { id, plane }
  }

  /** Another worker, who knows none. */
  forget(): void {
    this.list = {}
  }
}

export class PlanesHeard {
  private readonly list: List = {}

  /** The plane that a message names, for this from now on; undefined where it was never told. Where its anchor is `theta0` that is shared. */
  hear(use: Use, { id, plane }: Told, theta0?: Float64Array): Plane | undefined {
    const told = plane && { id, plane: theta0 ? sharingStart(plane, theta0) : plane }
    const known = told ?? Object.values(this.list).find(one => one.id === id)
    if (known) this.list[use] = known
    return known?.plane
  }

  found(id: number, plane: Plane): void {
    this.list.found = { id, plane }
  }
}
