import { createContext, useContext, useMemo, useSyncExternalStore } from 'react'
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

type KeptCode = Pick<typeof import('../reading/kept'), 'besideOf'> & Pick<typeof import('./kept'), 'withKept'>

/** Milliseconds for which words stand still while the run goes on, so that they can be read. */
const WORDS_PAUSE = 1000

/** What the panels of one page share: the drawing loop, the pointed-at mark, the calm clock of texts, the present view. */
export class Stage {
  readonly loop = new ChartLoop()
  readonly texts = new Ticker(WORDS_PAUSE)
  mark: Mark | null = null
  /** The symbol that is pointed at, in words or by its mark on a chart; '' for none. */
  lit = ''
  private readonly watchers = new Set<() => void>()
  private known: { readonly parts: readonly unknown[]; readonly view: View } | undefined
  private code: KeptCode | undefined
  private asked = false
  private laid = 0
  private readonly ends: (() => void)[] = []

  /** `fetchKept` brings what knows of kept runs: wanted where one lies beside the run. */
  constructor(
    readonly scope: Scope,
    private readonly fetchKept: () => Promise<KeptCode>,
  ) {}

  /** Begins to listen; returns how to end. */
  start(): () => void {
    const { store, traces } = this.scope
    let epoch = traces.epoch
    const flowed = () => {
      this.loop.touch()
      if (traces.epoch === epoch && store.getState().status === 'running') this.texts.flow()
      else this.texts.poke()
      epoch = traces.epoch
    }
    const repaint = () => {
      forgetThemes()
      this.loop.touch()
    }
    this.ends.push(traces.subscribe(flowed))
    this.ends.push(
      store.subscribe((now, before) => {
        if (now.compared !== before.compared) this.laid++
        if (
          now.compared !== before.compared ||
          now.selectedArm !== before.selectedArm ||
          now.scenario.view !== before.scenario.view ||
          now.status !== before.status
        )
          this.redraw()
        else if (now.scenario !== before.scenario || now.backend !== before.backend) flowed()
      }),
    )
    const observer = new MutationObserver(repaint)
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-present', 'class', 'style'] })
    this.ends.push(() => observer.disconnect())
    void document.fonts?.ready.then(() => {
      forgetTextWidths()
      this.loop.touch()
    })
    this.redraw()
    return () => {
      for (const end of this.ends.splice(0)) end()
      this.texts.stop()
    }
  }

  get view(): View {
    const { traces, store } = this.scope
    const { scenario, selectedArm, compared } = store.getState()
    const kept = compared.length > 0 ? this.kept() : undefined
    const parts = [traces.version, scenario, selectedArm, compared, kept]
    if (this.known?.parts.every((part, i) => part === parts[i])) return this.known.view
    const view = viewOf(traces, scenario, selectedArm, kept?.besideOf(compared, scenario, traces.cursor, selectedArm))
    this.known = { parts, view }
    return view
  }

  /** What knows of kept runs, once it has been fetched, which is when some lie beside the run. */
  kept(): KeptCode | undefined {
    if (!this.asked && this.scope.store.getState().compared.length > 0) {
      this.asked = true
      void this.fetchKept().then(code => {
        this.code = code
        this.laid++
        this.redraw()
      })
    }
    return this.code
  }

  /** Counts runs and replots, and which runs lie beside: with another number charts forget their axes. */
  get epoch(): number {
    return this.scope.traces.epoch + this.laid
  }

  /** What is drawn changed though the run did not. */
  redraw(): void {
    this.loop.touch()
    this.texts.poke()
  }

  point(mark: Mark | null): void {
    if (mark?.at === this.mark?.at && mark?.axis === this.mark?.axis) return
    this.mark = mark
    this.pointed()
  }

  /** Points at a symbol, '' for none: its marks and what names it light up. */
  light(symbol: string): void {
    if (symbol === this.lit) return
    this.lit = symbol
    this.pointed()
  }

  /** Listens to what is pointed at; returns how to end. */
  watch = (listener: () => void): (() => void) => {
    this.watchers.add(listener)
    return () => this.watchers.delete(listener)
  }

  private pointed(): void {
    this.loop.touch()
    for (const watcher of this.watchers) watcher()
  }
}

export const StageContext = createContext<Stage | null>(null)

export function useStage(): Stage {
  const stage = useContext(StageContext)
  if (!stage) throw new Fault('useStage was called by a component outside the panels', 'put a StageContext around it')
  return stage
}

/** Something made of the view: anew when the panels' words are read, and by another `make`. */
export function useLive<T extends string | number | boolean>(make: (view: View) => T): T {
  const stage = useStage()
  return useSyncExternalStore(stage.texts.subscribe, () => make(stage.view))
}

/** `read` of the view at the moment when the panels' words were last read, however often it is asked. */
export function readingOf<T>(stage: Pick<Stage, 'texts' | 'view'>, read: (view: View) => T): () => T {
  let known: { readonly version: number; readonly value: T } | undefined
  return () => {
    const { version } = stage.texts
    if (known?.version !== version) known = { version, value: read(stage.view) }
    return known.value
  }
}

/** What a panel says, all of it read from one view; the run may be ahead of it. `read` must stay the same function while it reads the same. */
export function useReading<T>(read: (view: View) => T): T {
  const stage = useStage()
  const reading = useMemo(() => readingOf(stage, read), [stage, read])
  return useSyncExternalStore(stage.texts.subscribe, reading)
}
