import type { Gestures, Surface } from './spec'

/**
 * Moves a picture: drag with a mouse or two fingers, wheel, pinch, double-click for the whole. One finger scrolls the page
 * as ever, and so does the wheel where the page can scroll, unless Ctrl is held (as a trackpad's pinch does).
 */
export function attachGestures(chart: Surface, gestures: Gestures): () => void {
  const { canvas } = chart.parts
  const fingers = new Map<number, { x: number; y: number }>()
  let dragging = false

  const wheel = (event: WheelEvent) => {
    if (!chart.layout || (!event.ctrlKey && pageScrolls(canvas))) return
    event.preventDefault()
    const { x, y } = chart.local(event)
    gestures.zoom(chart.layout, x, y, Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : event.ctrlKey ? 0.01 : 0.0016)))
  }
  const down = (event: PointerEvent) => {
    fingers.set(event.pointerId, chart.local(event))
    if (event.pointerType !== 'mouse' || event.button !== 0) return
    dragging = true
    canvas.setPointerCapture(event.pointerId)
  }
  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId)
    if (!before || !chart.layout) return
    const now = chart.local(event)
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    fingers.set(event.pointerId, now)
    if (dragging) {
      canvas.dataset.dragging = ''
      gestures.pan(chart.layout, now.x - before.x, now.y - before.y)
    } else if (other) {
      const span = (p: typeof now) => Math.hypot(p.x - other.x, p.y - other.y)
      gestures.zoom(chart.layout, (now.x + other.x) / 2, (now.y + other.y) / 2, span(now) / Math.max(1, span(before)))
    }
  }
  const up = (event: PointerEvent) => {
    fingers.delete(event.pointerId)
    dragging = false
    delete canvas.dataset.dragging
  }
  const reset = () => gestures.reset()
  canvas.addEventListener('wheel', wheel, { passive: false })
  canvas.addEventListener('pointerdown', down)
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerup', up)
  canvas.addEventListener('pointercancel', up)
  canvas.addEventListener('dblclick', reset)
  return () => {
    canvas.removeEventListener('wheel', wheel)
    canvas.removeEventListener('pointerdown', down)
    canvas.removeEventListener('pointermove', move)
    canvas.removeEventListener('pointerup', up)
    canvas.removeEventListener('pointercancel', up)
    canvas.removeEventListener('dblclick', reset)
  }
}

function pageScrolls(element: Element): boolean {
  for (let e: Element | null = element; e; e = e.parentElement) {
    const { overflowY } = getComputedStyle(e)
    const scrolls = overflowY === 'auto' || overflowY === 'scroll' || e === document.documentElement
    if (scrolls && e.scrollHeight > e.clientHeight + 2) return true
  }
  return false
}
