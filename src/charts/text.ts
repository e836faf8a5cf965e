/** Text on a chart: measured once, readable on its ground, with sub- and superscripts. */
import { readable } from './theme'
import type { Ctx, Theme } from './types'

/** Axis and label text, pixels. */
export const TEXT_SIZE = 11

/** Distance of two labels on a line of their own each. */
export const LABEL_HEIGHT = TEXT_SIZE + 3

export interface TextStyle {
  readonly color?: string
  readonly size?: number
  readonly weight?: number
  readonly align?: 'left' | 'right' | 'center'
  /** Outline in the panel's colour, so that text stays readable on lines. */
  readonly halo?: string
  /** True reads `_x`, `_{..}`, `^x`, `^{..}` as sub- and superscripts. */
  readonly rich?: boolean
}

interface TextRun {
  readonly text: string
  /** −1 subscript, 0 base line, 1 superscript. */
  readonly shift: number
}

const knownRuns = new Map<string, TextRun[]>()

/** Split "λ_k / ‖G‖_F^2" into runs; a brace group or one character follows `_` or `^`. */
export function richRuns(text: string): TextRun[] {
  const known = knownRuns.get(text)
  if (known) return known
  const runs: TextRun[] = []
  let plain = ''
  const chars = [...text]
  for (let i = 0; i < chars.length; i++) {
    const c = chars[i] as string
    if ((c !== '_' && c !== '^') || i + 1 >= chars.length) {
      plain += c
      continue
    }
    if (plain) runs.push({ text: plain, shift: 0 })
    plain = ''
    let group = chars[++i] as string
    if (group === '{') {
      group = ''
      while (++i < chars.length && chars[i] !== '}') group += chars[i]
    }
    runs.push({ text: group, shift: c === '_' ? -1 : 1 })
  }
  if (plain) runs.push({ text: plain, shift: 0 })
  if (knownRuns.size > 500) knownRuns.clear()
  knownRuns.set(text, runs)
  return runs
}

/** Per context: the same font measures differently where the page asks for tabular figures and where it does not. */
let widths = new WeakMap<Ctx, Map<string, number>>()

/** Forget measured text: call it once when the web font has loaded. */
export function forgetTextWidths(): void {
  widths = new WeakMap()
}

export function fontOf(theme: Theme, size = TEXT_SIZE, weight = 400): string {
  return `${weight} ${size}px ${theme.font}`
}

function runWidth(ctx: Ctx, font: string, text: string): number {
  const key = font + text
  let own = widths.get(ctx)
  if (!own) {
    own = new Map()
    widths.set(ctx, own)
  }
  const known = own.get(key)
  if (known !== undefined) return known
  ctx.font = font
  const width = ctx.measureText(text).width
  if (own.size > 1000) own.clear()
  own.set(key, width)
  return width
}

const SMALL = 0.76

/** Width in pixels that `drawText` will use; measured once per text and font. */
export function textWidth(ctx: Ctx, theme: Theme, text: string, style: TextStyle = {}): number {
  const { size = TEXT_SIZE, weight = 400, rich = false } = style
  if (!rich) return runWidth(ctx, fontOf(theme, size, weight), text)
  return placedRuns(ctx, theme, text, size, weight).width
}

/** Runs with their x offsets; a superscript right after a subscript stands over it. */
function placedRuns(ctx: Ctx, theme: Theme, text: string, size: number, weight: number) {
  let end = 0
  let start = 0
  let before = 0
  const runs = richRuns(text).map(run => {
    const font = fontOf(theme, run.shift ? size * SMALL : size, weight)
    const x = before < 0 && run.shift > 0 ? start : end
    start = x
    end = Math.max(end, x + runWidth(ctx, font, run.text))
    before = run.shift
    return { ...run, font, x }
  })
  return { runs, width: end }
}

/** Draw one line of text, vertically centred on y; colours are made readable on the panel. Returns its width. */
export function drawText(ctx: Ctx, theme: Theme, text: string, x: number, y: number, style: TextStyle = {}): number {
  const { color = theme.muted, size = TEXT_SIZE, weight = 400, align = 'left', halo, rich = false } = style
  const width = textWidth(ctx, theme, text, style)
  const at = align === 'left' ? x : align === 'right' ? x - width : x - width / 2
  const base = y + size * 0.355
  const runs = rich ? placedRuns(ctx, theme, text, size, weight).runs : [{ text, shift: 0, x: 0, font: fontOf(theme, size, weight) }]
  ctx.textAlign = 'left'
  ctx.textBaseline = 'alphabetic'
  ctx.fillStyle = readable(theme, color)
  for (const pass of halo ? ['halo', 'ink'] : ['ink']) {
    for (const run of runs) {
      ctx.font = run.font
      const down = run.shift < 0 ? size * 0.24 : run.shift > 0 ? -size * 0.42 : 0
      if (pass === 'halo') {
        ctx.strokeStyle = halo as string
        ctx.lineWidth = 3
        ctx.lineJoin = 'round'
        ctx.strokeText(run.text, at + run.x, base + down)
      } else {
        ctx.fillText(run.text, at + run.x, base + down)
      }
    }
  }
  return width
}

/** The text, cut with "…" to at most `width` pixels; '' when not even two letters fit. Plain text only. */
export function fitText(ctx: Ctx, theme: Theme, text: string, width: number, style: TextStyle = {}): string {
  if (textWidth(ctx, theme, text, style) <= width) return text
  const chars = [...text]
  for (let n = chars.length - 1; n >= 2; n--) {
    const cut = `${chars.slice(0, n).join('').trimEnd()}…`
    if (textWidth(ctx, theme, cut, style) <= width) return cut
  }
  return ''
}

/** The text on lines of at most `width` pixels, broken between words; a word that is wider is cut. Plain text only. */
export function wrapText(ctx: Ctx, theme: Theme, text: string, width: number, style: TextStyle = {}): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && textWidth(ctx, theme, longer, style) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.map(line => fitText(ctx, theme, line, width, style))
}
