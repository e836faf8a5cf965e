import '../../src/components/styles/fonts.css'
import type { Box, Ctx, Series, Theme } from '../../src/charts'
import { DARK, describeSeries, LIGHT, prepareCanvas } from '../../src/charts'
import { lookOf } from './golden'
import { scenes } from './scenes'
import { svgText } from './svgText'

const host = document.getElementById('gallery') as HTMLElement
const query = new URLSearchParams(location.search)

/** One chart on a canvas, or as SVG with ?svg. */
function show(row: HTMLElement, title: string, width: number, height: number, theme: Theme, draw: (ctx: Ctx, box: Box) => void) {
  const figure = document.createElement('figure')
  const caption = document.createElement('figcaption')
  caption.textContent = title
  const size = document.createElement('span')
  size.textContent = ` ${width} × ${height}`
  caption.append(size)
  figure.append(caption)
  row.append(figure)
  const box = { width, height, theme }
  if (query.has('svg')) {
    const holder = document.createElement('div')
    holder.innerHTML = svgText(ctx => draw(ctx, box), width, height)
    figure.append(holder)
    return
  }
  const canvas = document.createElement('canvas')
  figure.append(canvas)
  const ctx = prepareCanvas(canvas, width, height)
  if (!ctx) return
  draw(ctx, box)
  if (query.has('time')) {
    const began = performance.now()
    for (let i = 0; i < 20; i++) {
      prepareCanvas(canvas, width, height)
      draw(ctx, box)
    }
    ctx.getImageData(0, 0, 1, 1)
    size.textContent += ` · ${((performance.now() - began) / 20).toFixed(2)} ms`
  }
}

await document.fonts.load("600 11px 'Inter Variable'")
await document.fonts.load("400 11px 'Inter Variable'")
const THEMES = { light: LIGHT, dark: DARK }
const only = query.get('only')
for (const [name, theme] of Object.entries(THEMES)) {
  if (query.get('theme') && query.get('theme') !== name) continue
  const section = document.createElement('section')
  section.dataset.theme = name
  host.append(section)
  const row = document.createElement('div')
  row.className = 'row'
  section.append(row)
  for (const scene of scenes) {
    if (only && !scene.id.startsWith(only)) continue
    for (const [w, h] of scene.sizes) show(row, scene.title, w, h, theme, scene.draw)
    if (scene.series) {
      const text = document.createElement('output')
      text.textContent = describeSeries(scene.series as readonly Series[], { name: scene.name ?? 'value' })
      section.append(text)
    }
  }
}

/** What the tests ask for: a scene at each of its sizes. */
async function looks(id: string, theme: keyof typeof THEMES) {
  const { draw, sizes = [] } = scenes.find(scene => scene.id === id) ?? {}
  const all = []
  for (const [width, height] of sizes) if (draw) all.push(await lookOf(draw, { width, height, theme: THEMES[theme] }))
  return all
}
Object.assign(globalThis, { looks })
document.body.dataset.ready = 'yes'
