import type { Box, Ctx } from '../../src/charts'
import { prepareCanvas } from '../../src/charts'
import { numberAt as at } from '../../src/lib/values'
import { svgText } from './svgText'

/** What a drawing looks like, for a test to judge. */
export interface Look {
  /** The drawing as text that is the same on every machine. */
  readonly svg: string
  /** Share of the canvas' pixels that are drawn on. */
  readonly ink: number
  /** Texts that leave the canvas, and pairs that cover each other, in the fonts of this machine. */
  readonly clipped: readonly string[]
  readonly overlapping: readonly string[]
}

type Draw = (ctx: Ctx, box: Box) => void

export async function lookOf(draw: Draw, box: Box): Promise<Look> {
  return { svg: await goldenSvg(draw, box), ...onCanvas(draw, box) }
}

/**
 * SVG with lengths to a tenth of a pixel, text 0.56 em wide per character whatever fonts there are, bitmaps as a coarse mosaic of
 * their mean colours, and of long paths some of the points and the middle of all. What every element has is left out.
 */
async function goldenSvg(draw: Draw, box: Box): Promise<string> {
  const { prototype } = CanvasRenderingContext2D
  const { measureText } = prototype
  prototype.measureText = function (text) {
    const size = Number(/([\d.]+)px/.exec(this.font)?.[1])
    return { width: [...text].length * size * 0.56 } as TextMetrics
  }
  try {
    const svg = svgText(ctx => draw(ctx, box), box.width, box.height)
    return rounded(shortened(named(await withMosaics(svg)).replace(IDLE, ''))).replaceAll('><', '>\n<')
  } finally {
    prototype.measureText = measureText
  }
}

const rounded = (svg: string) =>
  svg.replace(/-?\d+\.\d+(e[+-]?\d+)?/g, text => {
    const value = Number(text)
    return String(Number(value.toFixed(Math.abs(value) < 1 ? 2 : 1)) || 0)
  })

const IDLE = new RegExp(
  [
    'xmlns(:xlink)?="[^"]*"',
    'transform="matrix\\(1 0 0 1 0 0\\)"',
    'paint-order="fill stroke markers"',
    'stroke-miterlimit="10"',
    'stroke-dasharray=""',
    'font-family="&quot;Inter Variable&quot;, Inter, system-ui, sans-serif"',
    'font-style="normal"',
    'font-size="11px"',
    'font-weight="400"',
    'text-anchor="start"',
    'dominant-baseline="alphabetic"',
    '(stroke|fill)="none"',
  ]
    .map(attribute => ` ${attribute}`)
    .join('|'),
  'g',
)

/** Points of a long path that are kept. */
const POINTS = 20

function shortened(svg: string): string {
  return svg.replace(/ d="([^"]*)"/g, (whole, path: string) => {
    const commands = path.trim().split(/ (?=[A-Z])/)
    if (commands.length <= 2 * POINTS) return whole
    const numbers = commands.map(command => (command.match(/-?\d[\d.e-]*/g) ?? []).map(Number))
    const points = numbers.filter(n => n.length >= 2)
    const middle = ([0, 1] as const).map(c => points.reduce((sum, point) => sum + at(point, c), 0) / points.length)
    const kept = commands.filter((_, i) => i % Math.ceil(commands.length / POINTS) === 0 || i === commands.length - 1)
    return ` d="${kept.join(' … ')}" data-commands="${commands.length}" data-middle="${middle.map(m => m.toFixed(6)).join(' ')}"`
  })
}

/** The recorder makes up names for what is referred to: here they are numbered. */
function named(svg: string): string {
  const names = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, name]) => name as string)
  return names.reduce((text, name, i) => text.replaceAll(`id="${name}"`, `id="part-${i}"`).replaceAll(`#${name})`, `#part-${i})`), svg)
}

async function withMosaics(svg: string): Promise<string> {
  const [first, ...rest] = svg.split(/(?=data:image\/png;base64,)/)
  const tails = await Promise.all(
    rest.map(async part => {
      const end = part.indexOf('"')
      return (await mosaic(part.slice(0, end))) + part.slice(end)
    }),
  )
  return [first, ...tails].join('')
}

const [COLUMNS, ROWS] = [6, 4]

async function mosaic(url: string): Promise<string> {
  const image = new Image()
  image.src = url
  await image.decode()
  const canvas = new OffscreenCanvas(image.width, image.height)
  const ctx = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  ctx.drawImage(image, 0, 0)
  const tile = (column: number, row: number) => {
    const [left, right] = [column, column + 1].map(c => Math.floor((c * image.width) / COLUMNS)) as [number, number]
    const [top, bottom] = [row, row + 1].map(r => Math.floor((r * image.height) / ROWS)) as [number, number]
    const { data } = ctx.getImageData(left, top, Math.max(1, right - left), Math.max(1, bottom - top))
    const mean = (channel: number) => data.reduce((sum, v, i) => (i % 4 === channel ? sum + v : sum), 0) / (data.length / 4)
    return [0, 1, 2].map(channel => 8 * Math.round(mean(channel) / 8)).join(',')
  }
  const tiles = Array.from({ length: ROWS }, (_, row) => Array.from({ length: COLUMNS }, (_, column) => tile(column, row)).join(' '))
  return `mosaic:${tiles.join('; ')}`
}

interface Place {
  readonly text: string
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
  /** Smaller runs of one rich text may stand over each other. */
  readonly size: number
}

function onCanvas(draw: Draw, box: Box): Omit<Look, 'svg'> {
  const canvas = document.createElement('canvas')
  const ctx = prepareCanvas(canvas, box.width, box.height, 1) as Ctx
  const places: Place[] = []
  const { fillText } = ctx
  ctx.fillText = (text, x, y) => {
    places.push(placeOf(ctx, text, x, y))
    fillText.call(ctx, text, x, y)
  }
  draw(ctx, box)
  const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height)
  const drawn = data.reduce((sum, v, i) => (i % 4 === 3 && v > 0 ? sum + 1 : sum), 0)
  const leaves = ([low, high]: readonly [number, number], end: number) => low < -1 || high > end + 1
  return {
    ink: drawn / (data.length / 4),
    clipped: places.filter(p => leaves(p.x, box.width) || leaves(p.y, box.height)).map(p => p.text),
    overlapping: places.flatMap((a, i) =>
      places
        .slice(i + 1)
        .filter(b => a.size === b.size && common(a.x, b.x) > 0.5 && common(a.y, b.y) > 0.5)
        .map(b => `${a.text} | ${b.text}`),
    ),
  }
}

const common = (a: readonly [number, number], b: readonly [number, number]) => Math.min(a[1], b[1]) - Math.max(a[0], b[0])

/** The box of a text on the canvas, from its ascenders to its base line. */
function placeOf(ctx: Ctx, text: string, x: number, y: number): Place {
  const size = Number(/([\d.]+)px/.exec(ctx.font)?.[1])
  const { width } = ctx.measureText(text)
  const corners = [x, x + width].flatMap(px =>
    [y - 0.75 * size, y + 0.05 * size].map(py => ctx.getTransform().transformPoint({ x: px, y: py })),
  )
  const span = (of: 'x' | 'y') => [Math.min(...corners.map(c => c[of])), Math.max(...corners.map(c => c[of]))] as const
  return { text, x: span('x'), y: span('y'), size }
}
