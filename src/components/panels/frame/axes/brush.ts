import type { Surface } from '../spec'
import './brush.css'

/** A drag shorter than this, in pixels, is a click. */
const LEAST = 8

/** Lets a stretch of the steps be marked with the mouse, to be shown alone; a double click shows the whole run. */
export function attachBrush(chart: Surface, show: (from: number, to: number) => void): () => void {
  const { canvas, host } = chart.parts
  const mark = document.createElement('div')
  mark.className = 'chart-brush'
  mark.hidden = true
  host.append(mark)
  let from: number | undefined
  let began = 0

  const end = () => {
    from = undefined
    mark.hidden = true
  }
  const down = (event: PointerEvent) => {
    const { layout } = chart
    const { x, y } = chart.local(event)
    // Another cursor than the usual one is over something else that can be dragged.
    if (event.pointerType !== 'mouse' || event.button !== 0 || !layout || layout.empty || canvas.style.cursor) return
    const { plot } = layout
    if (x < plot.x || x > plot.x + plot.width || y < plot.y || y > plot.y + plot.height) return
    from = x
    began = event.offsetX
    canvas.setPointerCapture(event.pointerId)
  }
  const move = (event: PointerEvent) => {
    if (from === undefined || !chart.layout) return
    const { plot } = chart.layout
    const scale = event.offsetX / Math.max(1e-9, chart.local(event).x)
    const at = Math.max(plot.x * scale, Math.min((plot.x + plot.width) * scale, event.offsetX))
    mark.hidden = Math.abs(at - began) < LEAST
    mark.style.transform = `translate(${Math.min(at, began)}px, ${plot.y * scale}px)`
    mark.style.width = `${Math.abs(at - began)}px`
    mark.style.height = `${plot.height * scale}px`
  }
  const up = (event: PointerEvent) => {
    const { layout } = chart
    if (from === undefined || !layout) return end()
    const { plot, x } = layout
    const to = Math.max(plot.x, Math.min(plot.x + plot.width, chart.local(event).x))
    const [a, b] = [Math.min(from, to), Math.max(from, to)].map(px => Math.max(0, Math.round(x.value(px))))
    if (!mark.hidden && a !== undefined && b !== undefined && b > a) show(a, b)
    end()
  }
  const whole = () => show(0, 0)
  canvas.addEventListener('pointerdown', down)
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerup', up)
  canvas.addEventListener('pointercancel', end)
  canvas.addEventListener('dblclick', whole)
  return () => {
    mark.remove()
    canvas.removeEventListener('pointerdown', down)
    canvas.removeEventListener('pointermove', move)
    canvas.removeEventListener('pointerup', up)
    canvas.removeEventListener('pointercancel', end)
    canvas.removeEventListener('dblclick', whole)
  }
}
