/** How a panel's picture is written into a file. The choice lasts as long as the page's session. */

export const FORMATS = ['svg', 'pdf', 'png'] as const
export const UNITS = ['mm', 'px'] as const
export const SCALES = ['1', '2', '4'] as const
export const THEMES = ['screen', 'light', 'dark'] as const
/** Height over width of the chart within the picture; null as on screen. */
export const PROPORTIONS = { screen: null, '1:1': 1, '4:3': 3 / 4, '3:2': 2 / 3, '16:9': 9 / 16, '2:1': 1 / 2 } as const

export interface FigureSettings {
  readonly format: (typeof FORMATS)[number]
  /** Of the width as it is typed. */
  readonly unit: (typeof UNITS)[number]
  /** CSS pixels, 1/96 inch each; null for the width on screen. */
  readonly width: number | null
  readonly proportions: keyof typeof PROPORTIONS
  /** Pixels of a PNG per CSS pixel. */
  readonly scale: (typeof SCALES)[number]
  readonly theme: (typeof THEMES)[number]
  readonly title: boolean
  readonly caption: boolean
}

export const DEFAULTS: FigureSettings = {
  format: 'svg',
  unit: 'mm',
  width: null,
  proportions: 'screen',
  scale: '2',
  theme: 'light',
  title: true,
  caption: false,
}

/** CSS pixels of one unit. */
export const PER_UNIT: Readonly<Record<FigureSettings['unit'], number>> = { mm: 96 / 25.4, px: 1 }

/** Widths within which a chart can be read and a browser can draw it, CSS pixels. */
export const NARROWEST = 160
export const WIDEST = 4000

/** The width that was typed, in CSS pixels; null for none; undefined where it is no width that can be drawn. */
export function typedWidth(text: string, unit: FigureSettings['unit']): number | null | undefined {
  const plain = text.trim().replace(',', '.')
  if (plain === '') return null
  const px = Number(plain) * PER_UNIT[unit]
  return px >= NARROWEST && px <= WIDEST ? px : undefined
}

/** A width in a unit, as it is shown: to a tenth. */
export const widthText = (px: number, unit: FigureSettings['unit']) => String(Math.round((px / PER_UNIT[unit]) * 10) / 10)

const KEY = 'figure'

/** The settings that a text holds, as far as it does. */
export function settingsOf(text: string | null): FigureSettings {
  let found: Partial<Record<keyof FigureSettings, unknown>> = {}
  try {
    found = JSON.parse(text ?? '{}') ?? {}
  } catch {
    // What cannot be read is as good as nothing.
  }
  const one = <T extends string>(name: keyof FigureSettings, of: readonly T[], initial: T) => of.find(v => v === found[name]) ?? initial
  const { width, title, caption } = found
  return {
    format: one('format', FORMATS, DEFAULTS.format),
    unit: one('unit', UNITS, DEFAULTS.unit),
    width: typeof width === 'number' && width >= NARROWEST && width <= WIDEST ? width : null,
    proportions: one('proportions', Object.keys(PROPORTIONS) as (keyof typeof PROPORTIONS)[], DEFAULTS.proportions),
    scale: one('scale', SCALES, DEFAULTS.scale),
    theme: one('theme', THEMES, DEFAULTS.theme),
    title: typeof title === 'boolean' ? title : DEFAULTS.title,
    caption: typeof caption === 'boolean' ? caption : DEFAULTS.caption,
  }
}

export function remembered(): FigureSettings {
  try {
    return settingsOf(sessionStorage.getItem(KEY))
  } catch {
    return DEFAULTS
  }
}

export function remember(settings: FigureSettings): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(settings))
  } catch {
    // Without storage the choice lasts as long as the dialog.
  }
}
