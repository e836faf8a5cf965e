import { type Box, type ChartLayout, hitAt, onRestored, prepareCanvas, readTheme, symbolAt } from '../../../charts'
import { later } from '../../ui/deferred'
import type { Readout } from '../reading/readout'
import type { Drawable } from './loop'
import type { AnyPanel, Parts, Surface } from './spec'
import type { Stage } from './stage'

/** Charts in large panels are drawn larger, up to this factor, so that a projector's last row can read them. */
const LARGEST_ZOOM = 1.6
/** Pixels of the page's text, to which the charts' own belongs. */
const USUAL_TEXT = 13

const CHARTS = new WeakMap<Element, ChartHost>()
/** The chart that a canvas of the page shows. */
export const chartOn = (canvas: Element): ChartHost | undefined => CHARTS.get(canvas)

/** One chart on the page: its canvas, its size, what is pointed at. Draws only when the loop asks it to. */
export class ChartHost implements Drawable, Surface {
  /** Whether another panel of the same place is in front. */
  behind = false
  layout: ChartLayout | undefined
  /** Pixels of the chart per CSS pixel. */
  zoom = 1
  pointer: { x: number; y: number } | null = null
  /** Whether what is pointed at was reached by keys. */
  byKeys = false
  private epoch = -1
  private intersecting = false
  private width = 0
  private height = 0
  private destroyed = false
  private pointing: typeof import('./pointing') | undefined
  private readonly ends: (() => void)[] = []

  constructor(
    readonly stage: Stage,
    public spec: AnyPanel,
    readonly parts: Parts,
  ) {
    const { host, canvas } = parts
    CHARTS.set(canvas, this)
    const sizes = new ResizeObserver(([entry]) => {
      if (!entry) return
      this.width = entry.contentRect.width
      this.height = entry.contentRect.height
      this.zoom = this.enlargement()
      // Before this frame is painted: until its turn comes the old picture would stand stretched in the new size.
      if (this.layout && this.visible) this.draw()
      else stage.loop.touch(this)
    })
    const views = new IntersectionObserver(
      entries => {
        this.intersecting = entries.at(-1)?.isIntersecting ?? this.intersecting
        if (this.visible) stage.loop.touch(this)
      },
      { rootMargin: '120px' },
    )
    sizes.observe(host)
    views.observe(host)
    const on = <K extends keyof HTMLElementEventMap>(type: K, listen: (event: HTMLElementEventMap[K]) => void) => {
      canvas.addEventListener(type, listen)
      this.ends.push(() => canvas.removeEventListener(type, listen))
    }
    on('pointermove', e => this.pointAt(e))
    on('pointerdown', e => this.pointAt(e))
    on('pointerleave', e => e.pointerType === 'mouse' && this.leave())
    on('pointercancel', () => this.leave())
    on('keydown', e => this.pointing?.onKey(this, e))
    on('blur', () => this.leave())
    on('click', () => this.press())
    if (spec.attach) this.ends.push(spec.attach(this))
    this.ends.push(
      stage.loop.add(this),
      onRestored(canvas, () => stage.loop.touch(this)),
      () => sizes.disconnect(),
      () => views.disconnect(),
    )
    void this.listen()
  }

  get visible(): boolean {
    return this.intersecting && !this.behind
  }

  /** The same for all panels side by side; a panel that has all the room goes by its own size. */
  private enlargement(): number {
    const all = this.parts.host.closest<HTMLElement>('.panels')
    const own = Math.min(this.width / 560, this.height / 290)
    if (all && document.documentElement.dataset.present === 'on') {
      const words = Number.parseFloat(getComputedStyle(all).fontSize) / USUAL_TEXT
      return Math.max(1, Math.min(words, this.width / 240, this.height / 110))
    }
    const wanted = all?.dataset.maximised ? own : Math.min(own * 1.4, 1 + ((all?.clientWidth ?? 0) - 1200) / 4800)
    return Math.min(LARGEST_ZOOM, Math.max(1, Math.round(wanted * 20) / 20))
  }

  /** The chart's own pixels of a mouse event. */
  local(event: { offsetX: number; offsetY: number }): { x: number; y: number } {
    return { x: event.offsetX / this.zoom, y: event.offsetY / this.zoom }
  }

  draw(): void {
    const { canvas } = this.parts
    if (this.width < 40 || this.height < 40) return
    const { view, mark, lit } = this.stage
    const box: Box = { width: this.width / this.zoom, height: this.height / this.zoom, theme: readTheme(canvas) }
    const ctx = prepareCanvas(canvas, box.width, box.height, (devicePixelRatio || 1) * this.zoom)
    if (!ctx) return
    const previous = this.epoch === this.stage.epoch ? this.layout : undefined
    this.epoch = this.stage.epoch
    this.layout = this.spec.draw(ctx, box, view, { previous, lit, mark: mark?.axis === this.spec.axis ? mark.at : undefined })
    this.showTip()
  }

  /** What is shown now, for a file: the same picture without anything pointed at. */
  still(box: Box): (ctx: CanvasRenderingContext2D) => void {
    return ctx => this.spec.draw(ctx, box, this.stage.view, { previous: this.layout, still: true })
  }

  private async listen(): Promise<void> {
    const pointing = await later(() => import('./pointing'))
    if (this.destroyed) return
    this.pointing = pointing
    if (this.spec.gestures) this.ends.push(pointing.attachGestures(this, this.spec.gestures))
    if (this.spec.timed) this.ends.push(pointing.attachBrush(this, (from, to) => this.stage.scope.set('range', [from, to])))
    this.showTip()
  }

  destroy(): void {
    this.destroyed = true
    for (const end of this.ends.splice(0)) end()
    this.leave()
  }

  private pointAt(event: PointerEvent): void {
    this.byKeys = false
    this.pointer = this.local(event)
    const { layout, stage, spec } = this
    if (!layout || layout.empty) return
    const at = spec.locate(stage.view, layout, this.pointer.x, this.pointer.y)
    stage.point(at === undefined ? null : { axis: spec.axis, at })
    stage.light(symbolAt(layout.marks, this.pointer.x, this.pointer.y))
    this.showTip()
  }

  leave(): void {
    if (!this.pointer && !this.byKeys) return
    this.pointer = null
    this.byKeys = false
    this.stage.point(null)
    this.stage.light('')
    this.showTip()
  }

  showTip(): void {
    const { tip, host } = this.parts
    const { pointing } = this
    const readout = this.readout()
    if (!readout || !pointing) {
      tip.hidden = true
      return
    }
    const { lit, view } = this.stage
    const says = this.pointer && lit ? pointing.sayingOf(lit, view.scenario) : ''
    pointing.writeTip(tip, says ? { ...readout, says } : readout)
    const { layout } = this
    const mark = this.stage.mark
    const place = this.byKeys && layout && mark ? this.spec.placeAt?.(this.stage.view, layout, mark.at) : undefined
    const x =
      place?.x ??
      (this.byKeys && layout && mark && !this.spec.gestures ? layout.x.px(mark.at) : (this.pointer?.x ?? (layout?.plot.x ?? 0) + 20))
    const y = place?.y ?? this.pointer?.y ?? (layout?.plot.y ?? 0) + 8
    pointing.placeTip(tip, host, x * this.zoom, y * this.zoom)
  }

  private readout(): Readout | undefined {
    const { layout, stage, spec, pointer } = this
    if (!layout || layout.empty || (!pointer && !this.byKeys)) return undefined
    const { mark, view } = stage
    if (mark?.axis === spec.axis) {
      const readout = this.readAt(mark.at, layout)
      const event = pointer && hitAt(layout.hits, pointer.x, pointer.y, 6)
      return event?.kind === 'event' ? { title: readout.title, rows: [{ label: event.label, value: '' }, ...readout.rows] } : readout
    }
    return pointer ? spec.tip?.(view, layout, pointer.x, pointer.y) : undefined
  }

  /** What is read at a step or direction: of smoothed lines the means too. */
  readAt(at: number, layout: ChartLayout): Readout {
    const { spec, stage, pointing } = this
    const readout = spec.readout(stage.view, at, layout)
    const { smooth } = stage.view.scenario.view
    return layout.smoothed?.length && pointing ? pointing.withMeans(readout, layout, smooth, at) : readout
  }

  /** What a press does where the chart is pointed at; false where that is nothing. */
  press(): boolean {
    const { stage, spec, layout } = this
    const { mark } = stage
    if (!spec.press || !layout || layout.empty || mark?.axis !== spec.axis) return false
    spec.press(stage.view, mark.at)
    return true
  }
}
