/** Axes: values to pixels and back, linear or log, for any two numbers that a domain may be given as. */
import type { Axis, Range } from './types'

const FARTHEST_PIXEL = 1e5
const LARGEST_VALUE = 1e300
const SMALLEST_VALUE = 1e-300

function clampPixel(px: number): number {
  return px > FARTHEST_PIXEL ? FARTHEST_PIXEL : px < -FARTHEST_PIXEL ? -FARTHEST_PIXEL : px
}

/** A usable linear domain out of any two numbers: finite, increasing, wide enough to divide by. */
export function safeLinear(domain: Range): Range {
  const finite = domain.map(v => (Number.isFinite(v) ? Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, v)) : 0))
  const lo = Math.min(...finite)
  const hi = Math.max(...finite)
  const size = Math.max(Math.abs(lo), Math.abs(hi))
  if (hi - lo > Math.max(SMALLEST_VALUE, size * 1e-12)) return [lo, hi]
  const half = size > SMALLEST_VALUE ? size / 2 : 1
  return [lo - half, hi + half]
}

/** A usable log domain: positive, finite, at least a tenth of a decade wide. */
export function safeLog(domain: Range): Range {
  const positive = domain.filter(v => v > 0 && Number.isFinite(v)).map(v => Math.max(SMALLEST_VALUE, Math.min(LARGEST_VALUE, v)))
  if (positive.length === 0) return [0.1, 10]
  const lo = Math.min(...positive)
  const hi = Math.max(...positive)
  return hi / lo > 1.25 ? [lo, hi] : [lo / Math.sqrt(10), hi * Math.sqrt(10)]
}

/** Linear axis from a domain (data units) to a range (pixels, either direction). */
export function linearAxis(domain: Range, range: Range): Axis {
  const [lo, hi] = safeLinear(domain)
  const [a, b] = range
  const k = (b - a) / (hi - lo)
  return {
    log: false,
    domain: [lo, hi],
    range,
    px: value => clampPixel(a + (value - lo) * k),
    value: px => (b === a ? lo : lo + ((px - a) / (b - a)) * (hi - lo)),
  }
}

/** Log axis; values ≤ 0 have no pixel (NaN). */
export function logAxis(domain: Range, range: Range): Axis {
  const [lo, hi] = safeLog(domain)
  const [a, b] = range
  const base = Math.log(lo)
  const k = (b - a) / (Math.log(hi) - base)
  return {
    log: true,
    domain: [lo, hi],
    range,
    px: value => (value > 0 ? clampPixel(a + (Math.log(value) - base) * k) : Number.NaN),
    value: px => (b === a ? lo : Math.exp(base + (px - a) / k)),
  }
}

/** Linear or log axis. */
export function makeAxis(log: boolean, domain: Range, range: Range): Axis {
  return log ? logAxis(domain, range) : linearAxis(domain, range)
}
