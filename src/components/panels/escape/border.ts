import type { Stage } from '../stage'
import type { View } from '../view'

/** Directions of G that a run can have, of those shown. */
export function shownDirections({ columns, scenario }: View): number {
  return Math.min(columns?.k ?? 1, scenario.data.n, scenario.data.d)
}

/** The border between the k sharpest directions and the flat ones, shared by the panels of escape. Part of the view only. */
export class Border {
  private wanted = 1
  private readonly listeners = new Set<() => void>()

  constructor(private readonly stage: Stage) {}

  /** k, within what the run on screen has. */
  get k(): number {
    return Math.min(this.wanted, this.most)
  }

  get most(): number {
    return Math.max(1, shownDirections(this.stage.view) - 1)
  }

  /** Moves the border, and marks direction k in the panels by direction. */
  set(k: number): void {
    const next = Math.max(1, Math.min(this.most, Math.round(k)))
    if (next === this.wanted) return
    this.wanted = next
    this.stage.point({ axis: 'k', at: next })
    this.stage.redraw()
    for (const listener of this.listeners) listener()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}

const borders = new WeakMap<Stage, Border>()

/** The border of a page, made when it is first asked for. */
export function borderOf(stage: Stage): Border {
  const known = borders.get(stage) ?? new Border(stage)
  borders.set(stage, known)
  return known
}
