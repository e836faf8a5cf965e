import './surface.css'
import { createRoot } from '@react-three/fiber'
import { WebGLRenderer } from 'three'
import type { Ctx } from '../../../../charts'
import { Drawn, surfaceChart } from '../../../../charts/surface'
import { Fault } from '../../../../lib/fault'
import type { LandscapeSpec } from '../spec'
import { attachTurning, FIRST, Orbiting } from './orbiting'
import { Scene } from './Scene'

/** A landscape as a surface: the same reading as that of the flat spec, another picture and other gestures. */
export interface OpenSurface {
  readonly spec: LandscapeSpec
  /** Gives the graphics back. */
  close(): void
}

/**
 * Opens WebGL on a canvas of its own, which lies under the chart's while the spec is on the page; throws a Fault where the browser
 * gives none. `onLost` is told when the browser takes the graphics back, and when they are there again.
 */
export async function openSurface(flat: LandscapeSpec, changed: () => void, onLost: (lost: boolean) => void): Promise<OpenSurface> {
  const canvas = document.createElement('canvas')
  canvas.setAttribute('aria-hidden', 'true')
  canvas.dataset.surface = ''
  const context = canvas.getContext('webgl2', { alpha: true, antialias: true, premultipliedAlpha: true })
  if (!context)
    throw new Fault('This browser gives no WebGL, so the landscape is drawn in 2D', 'allow it in the settings, or use another browser')
  const drawn = new Drawn()
  const root = createRoot(canvas)
  const size = { width: 1, height: 1, top: 0, left: 0 }
  // Drawn by the loop of the charts, together with the labels over it: a frame is asked for only when something changed.
  await root.configure({ gl: () => new WebGLRenderer({ canvas, context, antialias: true }), frameloop: 'never', dpr: 1, size })
  const store = root.render(<Scene drawn={drawn} />)
  const listening = new AbortController()
  const { signal } = listening
  canvas.addEventListener('webglcontextlost', () => onLost(true), { signal })
  canvas.addEventListener('webglcontextrestored', () => onLost(false), { signal })

  function render(ratio: number): void {
    const { gl, advance } = store.getState()
    drawn.ratio = ratio
    const [w, h] = [drawn.width, drawn.height].map(v => Math.max(1, Math.round(v * ratio))) as [number, number]
    if (canvas.width !== w || canvas.height !== h) gl.setSize(w, h, false)
    advance(performance.now() / 1000)
  }

  const orbiting = new Orbiting(changed, () => flat.gestures?.reset())
  /** The canvas on the page: elsewhere the surface is drawn into a file. */
  let page: HTMLCanvasElement | undefined
  function show(ctx: Ctx): void {
    if (signal.aborted) return
    // What records a drawing as SVG counts no pixels: there the surface is a picture of this many per CSS pixel.
    render(ctx.canvas instanceof HTMLCanvasElement ? ctx.getTransform().a : 3)
    if (!page || ctx.canvas === page) return
    ctx.drawImage(canvas, 0, 0, drawn.width, drawn.height)
    // The canvas has the file's size now.
    changed()
  }

  const spec: LandscapeSpec = {
    ...flat,
    picture: surfaceChart(drawn, () => orbiting.orbit, FIRST, show),
    gestures: orbiting,
    keys: 'Arrow keys turn the surface, plus and minus zoom, Home shows the whole of it again.',
    moved: () => orbiting.moved || flat.moved(),
    summary: view => `The landscape as a surface, its height the loss. ${flat.summary(view)}`,
    attach(chart) {
      const { host } = chart.parts
      page = chart.parts.canvas
      host.prepend(canvas)
      const end = attachTurning(chart, orbiting)
      return () => {
        end()
        canvas.remove()
      }
    },
  }
  return {
    spec,
    close() {
      listening.abort()
      root.unmount()
    },
  }
}
