import type { ChartLayout, EnergyLayout } from '../../../charts'
import type { ChartHost } from '../host'
import type { Border } from './border'

/** Pixels from the line at which it can be taken. */
const REACH = 7

/** The pane under a pixel, with some room around it. */
export function paneAt(layout: ChartLayout, px: number, py: number, room = 4): ChartLayout | undefined {
  return (layout as EnergyLayout).panes?.find(
    ({ plot }) => px >= plot.x - room && px <= plot.x + plot.width + room && py >= plot.y - room && py <= plot.y + plot.height + room,
  )
}

/** The keys ↑ and ↓ move the border. */
export function attachGripKeys({ parts: { canvas, voice } }: ChartHost, border: Border): () => void {
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

/** Lets the border be dragged by mouse or pen, and moved by the keys. */
export function attachGrip(chart: ChartHost, border: Border): () => void {
  const { canvas } = chart.parts
  const endKeys = attachGripKeys(chart, border)
  let held: ChartLayout | undefined

  const near = (event: PointerEvent) => {
    const { x, y } = chart.local(event)
    const pane = chart.layout && paneAt(chart.layout, x, y)
    return pane && Math.abs(pane.y.px(border.k + 0.5) - y) <= REACH ? pane : undefined
  }
  const down = (event: PointerEvent) => {
    if (event.pointerType === 'touch' || event.button !== 0) return
    held = near(event)
    if (held) canvas.setPointerCapture(event.pointerId)
  }
  const move = (event: PointerEvent) => {
    if (held) border.set(held.y.value(chart.local(event).y) - 0.5)
    canvas.style.cursor = held || near(event) ? 'row-resize' : ''
  }
  const up = () => {
    held = undefined
  }
  canvas.addEventListener('pointerdown', down)
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerup', up)
  canvas.addEventListener('pointercancel', up)
  return () => {
    endKeys()
    canvas.removeEventListener('pointerdown', down)
    canvas.removeEventListener('pointermove', move)
    canvas.removeEventListener('pointerup', up)
    canvas.removeEventListener('pointercancel', up)
  }
}
