import { createContext, useContext, useSyncExternalStore } from 'react'
import { forgetTextWidths, forgetThemes } from '../../../charts'
import { Fault } from '../../../lib/fault'
import type { Scope } from '../../../store'
import { type View, viewOf } from '../reading/view'
import { ChartLoop } from './loop'
import type { PanelAxis } from './spec'
import { Ticker } from './ticker'

/** What is pointed at, shared by the panels: a step, a direction, an eigenvalue, or a value on an axis of one panel's own. */
export interface Mark {
  readonly axis: PanelAxis
  readonly at: number
}

/** What the panels of one page share: the drawing loop, the pointed-at mark, the calm clocks of texts, the present view. */
export class Stage {
  readonly loop = new ChartLoop()
  readonly texts = new Ticker(500)
  readonly summaries = new Ticker(2000)
  mark: Mark | null = null
  private known: { version: number; scenario: unknown; selected: string; view: View } | undefined
  private readonly ends: (() => void)[] = []

  constructor(readonly scope: Scope) {}

  /** Begins to listen; returns how to end. */
  start(): () => void {
    const changed = () => {
      this.loop.touch()
      this.texts.poke()
      this.summaries.poke()
    }
    const repaint = () => {
      forgetThemes()
      this.loop.touch()
    }
    this.ends.push(this.scope.traces.subscribe(changed))
    this.ends.push(
      this.scope.store.subscribe((now, before) => {
        if (now.scenario !== before.scenario || now.selectedArm !== before.selectedArm || now.backend !== before.backend) changed()
      }),
    )
    const observer = new MutationObserver(repaint)
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] })
    this.ends.push(() => observer.disconnect())
    void document.fonts?.ready.then(() => {
      forgetTextWidths()
      this.loop.touch()
    })
    changed()
    return () => {
      for (const end of this.ends.splice(0)) end()
      this.texts.stop()
      this.summaries.stop()
    }
  }

  get view(): View {
    const { traces, store } = this.scope
    const { scenario, selectedArm } = store.getState()
    const { known } = this
    if (known && known.version === traces.version && known.scenario === scenario && known.selected === selectedArm) return known.view
    const view = viewOf(traces, scenario, selectedArm)
    this.known = { version: traces.version, scenario, selected: selectedArm, view }
    return view
  }

  /** What is drawn changed though the run did not. */
  redraw(): void {
    this.loop.touch()
    this.texts.poke()
  }

  point(mark: Mark | null): void {
    if (mark?.at === this.mark?.at && mark?.axis === this.mark?.axis) return
    this.mark = mark
    this.loop.touch()
  }
}

export const StageContext = createContext<Stage | null>(null)

export function useStage(): Stage {
  const stage = useContext(StageContext)
  if (!stage) throw new Fault('useStage was called by a component outside the panels', 'put a StageContext around it')
  return stage
}

/** A text made of the view, at most twice a second ('calm': every two seconds). */
export function useLive<T extends string | number | boolean>(make: (view: View) => T, pace: 'lively' | 'calm' = 'lively'): T {
  const stage = useStage()
  const ticker = pace === 'calm' ? stage.summaries : stage.texts
  return useSyncExternalStore(ticker.subscribe, () => make(stage.view))
}
