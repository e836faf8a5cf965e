import type { ChartLayout } from '../../../charts'
import type { Readout } from '../reading/readout'
import type { AnyPanel, Parts } from './spec'
import type { Stage } from './stage'

/** A chart that keys act on. */
interface Keyed {
  readonly stage: Stage
  readonly spec: AnyPanel
  readonly parts: Parts
  readonly layout: ChartLayout | undefined
  pointer: { x: number; y: number } | null
  byKeys: boolean
  press(): boolean
  readAt(at: number, layout: ChartLayout): Readout
  leave(): void
  showTip(): void
}

/** Does what a key stands for over a chart: it zooms, walks along what is measured, presses, or leaves. */
export function onKey(chart: Keyed, event: KeyboardEvent): void {
  const { stage, spec, layout } = chart
  if (!layout || event.ctrlKey || event.metaKey || event.altKey) return
  const { gestures } = spec
  const { plot } = layout
  const middle = [plot.x + plot.width / 2, plot.y + plot.height / 2] as const
  if (gestures && (event.key === '+' || event.key === '=')) gestures.zoom(layout, ...middle, 1.25)
  else if (gestures && event.key === '-') gestures.zoom(layout, ...middle, 0.8)
  else if (gestures && event.key === '0') gestures.reset()
  else if (event.key === 'Escape' && chart.byKeys) chart.leave()
  else if (event.key === 'Enter' && chart.byKeys) {
    if (!chart.press()) return
  } else {
    const at = walkTo(chart, event.key, event.shiftKey)
    if (at === undefined) return
    chart.byKeys = true
    chart.pointer = null
    stage.point({ axis: spec.axis, at })
    const { title, rows } = chart.readAt(at, layout)
    chart.parts.voice.textContent = `${title}: ${rows.map(r => `${r.label} ${r.value}`).join(', ')}`
    chart.showTip()
  }
  event.preventDefault()
  event.stopPropagation()
}

/** Where an arrow key leads to: the next measured step, direction or value; with Shift ten of them. */
function walkTo({ stage, spec }: Keyed, key: string, far: boolean): number | undefined {
  const { view, mark } = stage
  if (spec.walk) return spec.walk(view, mark?.axis === spec.axis ? mark.at : undefined, key)
  const hops: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -1e9, End: 1e9 }
  const hop = hops[key]
  if (hop === undefined) return undefined
  const delta = hop * (far ? 10 : 1)
  const current = mark?.axis === spec.axis ? mark.at : undefined
  if (spec.stops) {
    const stops = spec.stops(view)
    const at = current === undefined ? 0 : stops.findIndex(s => s >= current) + delta
    return stops[Math.max(0, Math.min(stops.length - 1, at))]
  }
  if (spec.axis === 'k') return Math.max(1, Math.min(view.columns?.k ?? 1, current === undefined ? 1 : current + delta))
  const table = view.selected?.trace.table
  if (!table || table.length === 0) return undefined
  const row = current === undefined ? (view.selected?.row ?? 0) : table.indexOf(current) + delta
  return table.value(Math.max(0, Math.min(table.length - 1, row)), 0)
}
