import type { ChartLayout, EnergyLayout } from '../../../charts'
import { attachBorderKeys, type Border } from '../frame/border'
import type { Surface } from '../frame/spec'

/** Pixels from the line at which it can be taken. */
const REACH = 7

/** The pane under a pixel, with some room around it. */
export function paneAt(layout: ChartLayout, px: number, py: number, room = 4): ChartLayout | undefined {
  return (layout as EnergyLayout).panes?.find(
    ({ plot }) => px >= plot.x - room && px <= plot.x + plot.width + room && py >= plot.y - room && py <= plot.y + plot.height + room,
  )
}

/** Lets the border be dragged by mouse or pen, and moved by the keys. */
export function attachBorderDrag(chart: Surface, border: Border): () => void {
  const { canvas } = chart.parts
  const endKeys = attachBorderKeys(chart, border)
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
