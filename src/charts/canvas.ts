/** Canvases at the screen’s pixel density, and a drawing as a PNG file. */
import { Fault } from '../lib/fault'
import { dropBitmaps } from './bitmaps'
import type { Ctx } from './types'

const AS_SVG = 'save the picture as SVG'

/**
 * Make a canvas `width` × `height` CSS pixels at the screen's pixel density, cleared, with a context that draws in CSS
 * pixels. The backing store is only touched when its size changes. Undefined when the browser gives no 2-D context.
 */
export function prepareCanvas(canvas: HTMLCanvasElement, width: number, height: number, ratio = devicePixelRatio || 1): Ctx | undefined {
  const ctx = canvas.getContext('2d')
  if (!ctx) return undefined
  const w = Math.max(1, Math.round(width * ratio))
  const h = Math.max(1, Math.round(height * ratio))
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w
    canvas.height = h
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
  }
  ctx.setTransform(1, 0, 0, 1, 0, 0)
  ctx.clearRect(0, 0, w, h)
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  return ctx
}

/**
 * Call `redraw` whenever the browser hands out an empty canvas in place of one that it lost: the graphics process died, or the
 * driver was reset. Returns what ends the watch.
 */
export function onRestored(canvas: HTMLCanvasElement, redraw: () => void): () => void {
  const restored = () => {
    dropBitmaps()
    redraw()
  }
  canvas.addEventListener('contextlost', dropBitmaps)
  canvas.addEventListener('contextrestored', restored)
  return () => {
    canvas.removeEventListener('contextlost', dropBitmaps)
    canvas.removeEventListener('contextrestored', restored)
  }
}

/** Draw on a fresh canvas and return it as a PNG; `scale` 2 gives print density. `background` fills what would be transparent. */
export async function exportPng(draw: (ctx: Ctx) => void, width: number, height: number, scale = 2, background?: string): Promise<Blob> {
  const canvas = document.createElement('canvas')
  const ctx = prepareCanvas(canvas, width, height, scale)
  if (!ctx) throw new Fault('This browser gives no 2-D canvas to draw the picture on', AS_SVG)
  if (background) {
    ctx.fillStyle = background
    ctx.fillRect(0, 0, width, height)
  }
  draw(ctx)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      blob => (blob ? resolve(blob) : reject(new Fault('The browser could not encode the picture as PNG', AS_SVG))),
      'image/png',
    )
  })
}
