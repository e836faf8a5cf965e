import { isNetwork } from '../../../scenario'
import { type View, vectorOf } from '../reading/view'
import type { Surface } from './spec'
import type { Stage } from './stage'

/** Directions of G whose energy is measured. */
export function shownDirections(view: View): number {
  return Math.max(1, ...view.arms.map(arm => vectorOf(view, arm, 'energy', Math.max(0, arm.row)).length))
}

/** Directions that G can have; a network's G has as many as there are samples, or more. */
const mostDirections = ({ scenario: { model, data } }: View) => (isNetwork(model) ? data.n : Math.min(data.n, data.d))

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
    const { view } = this.stage
    return Math.max(1, Math.min(shownDirections(view), mostDirections(view) - 1))
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

/** The keys ↑ and ↓ move the border. */
export function attachBorderKeys({ parts: { canvas, voice } }: Surface, border: Border): () => void {
  const key = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return
    border.set(border.k + by)
    voice.textContent = `k = ${border.k}`
    event.preventDefault()
  }
  canvas.addEventListener('keydown', key)
  return () => canvas.removeEventListener('keydown', key)
}
