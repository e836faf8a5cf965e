/** The colours of a theme as the drawing functions take them: read from CSS once, and mixed, dimmed or made readable here. */
import { formatHex, luminance, parseRgb } from './color'
import type { Color, Theme } from './types'

const FONT = "'Inter Variable', Inter, system-ui, sans-serif"

export const LIGHT: Theme = {
  bg: '#f6f7f8',
  panel: '#ffffff',
  ink: '#161a1f',
  ink2: '#4b5563',
  muted: '#6b7683',
  line: '#e3e6ea',
  grid: '#eef0f3',
  accent: '#2456c7',
  arms: ['#1f6fd1', '#d9541e', '#14865f', '#b0459b'],
  surfaceLow: '#fbfcfe',
  surfaceHigh: '#aebbd0',
  warn: '#a15c00',
  good: '#12734f',
  font: FONT,
}

export const DARK: Theme = {
  bg: '#0d1014',
  panel: '#14181e',
  ink: '#e8ebef',
  ink2: '#b4bcc8',
  muted: '#8a95a3',
  line: '#252b34',
  grid: '#1c222a',
  accent: '#7aa5ff',
  arms: ['#5aa9ff', '#ff8a50', '#4cc79a', '#e58ad2'],
  surfaceLow: '#171d26',
  surfaceHigh: '#3b4960',
  warn: '#e0a458',
  good: '#4cc79a',
  font: FONT,
}

let themes = new WeakMap<Element, Theme>()

/**
 * The theme in force at an element, from its CSS custom properties (--bg, --panel, --ink, … --arm-a … --arm-d,
 * --surface-low, --surface-high, --good, --font). Read once per element; after a change of theme call `forgetThemes()`.
 */
export function readTheme(element: Element): Theme {
  const known = themes.get(element)
  if (known) return known
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  const base = luminance(read('--panel') || LIGHT.panel) < 0.2 ? DARK : LIGHT
  const pick = (name: string, fallback: string) => read(name) || fallback
  const theme: Theme = {
    bg: pick('--bg', base.bg),
    panel: pick('--panel', base.panel),
    ink: pick('--ink', base.ink),
    ink2: pick('--ink2', base.ink2),
    muted: pick('--muted', base.muted),
    line: pick('--line', base.line),
    grid: pick('--grid', base.grid),
    accent: pick('--accent', base.accent),
    arms: [pick('--arm-a', base.arms[0]), pick('--arm-b', base.arms[1]), pick('--arm-c', base.arms[2]), pick('--arm-d', base.arms[3])],
    surfaceLow: pick('--surface-low', base.surfaceLow),
    surfaceHigh: pick('--surface-high', base.surfaceHigh),
    warn: pick('--warn', base.warn),
    good: pick('--good', base.good),
    font: pick('--font', base.font),
  }
  themes.set(element, theme)
  return theme
}

/** Forget what `readTheme` read: call it when the theme changes, then draw again. */
export function forgetThemes(): void {
  themes = new WeakMap()
}

/** Which of the four colours, marks and dashes an arm's index has. */
export function armSlot(index: number): 0 | 1 | 2 | 3 {
  return (((Math.trunc(index) % 4) + 4) % 4) as 0 | 1 | 2 | 3
}

/** CSS colour of an arm's index or of a colour given as such. */
export function colorOf(theme: Theme, color: Color): string {
  return typeof color === 'string' ? color : theme.arms[armSlot(color)]
}

/** The colour at an opacity, in the one spelling that the SVG recorder reads: rgba(r, g, b, a). */
export function withAlpha(color: string, alpha: number): string {
  const c = parseRgb(color)
  const byte = (v: number) => Math.round(Math.min(255, Math.max(0, v || 0)))
  return `rgba(${byte(c.r)}, ${byte(c.g)}, ${byte(c.b)}, ${Math.min(1, Math.max(0, alpha)).toFixed(3)})`
}

/** WCAG contrast ratio of two opaque colours, 1 … 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

const readableColors = new Map<string, string>()

/** The colour, moved towards the ink just far enough to be read as text on the panel (contrast ≥ 4.6). */
export function readable(theme: Theme, color: string): string {
  const key = `${color}|${theme.panel}|${theme.ink}`
  const known = readableColors.get(key)
  if (known) return known
  const [from, to] = [parseRgb(color), parseRgb(theme.ink)]
  let result = color
  for (let t = 0.05; contrast(result, theme.panel) < 4.6 && t <= 1; t += 0.05) {
    result = formatHex({ r: from.r + (to.r - from.r) * t, g: from.g + (to.g - from.g) * t, b: from.b + (to.b - from.b) * t })
  }
  if (readableColors.size > 200) readableColors.clear()
  readableColors.set(key, result)
  return result
}
