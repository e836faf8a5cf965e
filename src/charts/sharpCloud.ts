/** Replicas in the plane of two energies: a dot each, and the regions that hold half and nine tenths of them. */

import { numberAt } from '../lib/values'
import { type DensityRegion, densityRegions } from './density'
import { placeLabels } from './labels'
import { drawText, LABEL_HEIGHT, textWidth } from './text'
import { colorOf, withAlpha } from './theme'
import type { Axis, Box, Color, Ctx, Range, Rect } from './types'

export interface SharpCloud {
  readonly color: Color
  /** Natural logarithms of every replica's energy in the sharp directions and in all others. */
  readonly sharp: Float64Array
  readonly flat: Float64Array
}

/** Shares of the replicas that the contours hold. */
export const CONTOURS = [0.5, 0.9] as const
/** Dots at most. */
const MOST_DOTS = 3000
/** Natural logarithms that a number holds. */
const HELD = 690

const regions = new WeakMap<Float64Array, readonly DensityRegion[]>()
const ranges = new WeakMap<Float64Array, Range | undefined>()

function regionsOf({ sharp, flat }: SharpCloud): readonly DensityRegion[] {
  const made = regions.get(sharp) ?? densityRegions(sharp, flat, CONTOURS)
  regions.set(sharp, made)
  return made
}

/** Where the sums of both energies lie but for the last hundredths, as far as numbers hold them; looked for once per cloud. */
export function sumsOfCloud({ sharp, flat }: SharpCloud): Range | undefined {
  if (!ranges.has(sharp)) ranges.set(sharp, rangeOfSums(sharp, flat))
  return ranges.get(sharp)
}

function rangeOfSums(sharp: Float64Array, flat: Float64Array): Range | undefined {
  const sums = sharp
    .map((log, r) => {
      const other = numberAt(flat, r)
      return Math.max(log, other) + Math.log1p(Math.exp(-Math.abs(log - other)))
    })
    .filter(log => Math.abs(log) < HELD)
    .sort()
  if (sums.length === 0) return undefined
  const at = (q: number) => Math.exp(numberAt(sums, Math.round(q * (sums.length - 1))))
  return [at(0.01), at(0.99)]
}

/** Call inside a clip. Its names keep clear of what is `taken`. */
export function drawCloud(ctx: Ctx, { theme }: Box, cloud: SharpCloud, x: Axis, y: Axis, taken: readonly Rect[]): void {
  const { sharp, flat } = cloud
  const ink = colorOf(theme, cloud.color)
  const px = (log: number) => x.px(Math.exp(Math.max(-HELD, Math.min(HELD, log))))
  const py = (log: number) => y.px(Math.exp(Math.max(-HELD, Math.min(HELD, log))))
  const stride = Math.max(1, Math.ceil(sharp.length / MOST_DOTS))
  ctx.fillStyle = withAlpha(ink, sharp.length > 400 ? 0.28 : 0.45)
  for (let r = 0; r < sharp.length; r += stride) {
    const [at, up] = [px(numberAt(sharp, r)), py(numberAt(flat, r))]
    if (Number.isFinite(at) && Number.isFinite(up)) ctx.fillRect(at - 0.9, up - 0.9, 1.8, 1.8)
  }
  const names: { text: string; px: number; at: number; size: number }[] = []
  for (const { share, rings } of regionsOf(cloud)) {
    let end: readonly [number, number] | undefined
    ctx.strokeStyle = withAlpha(ink, share === CONTOURS[0] ? 0.95 : 0.6)
    ctx.lineWidth = share === CONTOURS[0] ? 1.5 : 1.1
    ctx.beginPath()
    for (const ring of rings) {
      for (let i = 0; i + 1 < ring.length; i += 2) {
        const [at, up] = [px(numberAt(ring, i)), py(numberAt(ring, i + 1))]
        if (i === 0) ctx.moveTo(at, up)
        else ctx.lineTo(at, up)
        if (!end || at < end[0]) end = [at, up]
      }
      ctx.closePath()
    }
    ctx.stroke()
    if (end) names.push({ text: `${100 * share} %`, px: end[0] - 3, at: end[1], size: LABEL_HEIGHT })
  }
  const style = { color: theme.ink2, align: 'right', halo: theme.panel } as const
  for (const { text, px, centre } of placeLabels(names, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)) {
    const width = textWidth(ctx, theme, text)
    const free = !taken.some(
      r => px > r.x && px - width < r.x + r.width && centre + LABEL_HEIGHT / 2 > r.y && centre - LABEL_HEIGHT / 2 < r.y + r.height,
    )
    if (free) drawText(ctx, theme, text, px, centre, style)
  }
}
