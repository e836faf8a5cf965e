/** Axes that are logarithmic on both sides of zero. */
import { bent, straight } from '../lib/bent'
import { MINUS, tickExponent } from './format'
import { linearAxis, safeLinear } from './scale'
import { axisTicks, type Tick } from './ticks'
import type { Axis, Range } from './types'

/** Axis that is even about zero, up to about ±core, and logarithmic far from it on both sides; linear where there is no core. */
export function asinhAxis(core: number, domain: Range, range: Range): Axis {
  if (!(core > 0)) return linearAxis(domain, range)
  const [lo, hi] = safeLinear(domain)
  const even = linearAxis([bent(lo, core), bent(hi, core)], range)
  return { log: false, domain: [lo, hi], range, px: value => even.px(bent(value, core)), value: px => straight(even.value(px), core) }
}

/**
 * Ticks of an axis that is logarithmic on both sides of zero: zero, then powers of ten from the largest down, then their multiples,
 * each where it stands `pitch` pixels from those before; evenly spaced values where the axis holds neither zero nor a decade.
 */
export function asinhTicks(axis: Axis, core: number, pitch: number, most: number): Tick[] {
  const [lo, hi] = axis.domain
  const [near, far] = [Math.min(Math.abs(lo), Math.abs(hi)), Math.max(Math.abs(lo), Math.abs(hi))]
  const pixels = Math.abs(axis.range[1] - axis.range[0])
  if (far <= core || (lo * hi > 0 && far < 10 * near)) return axisTicks(axis.domain, false, pixels, pitch, most)
  const [low, high] = [Math.floor(Math.log10(core)), Math.ceil(Math.log10(far))]
  const exponents = Array.from({ length: high - low + 1 }, (_, i) => high - i)
  const wishes = [1, 5, 2].flatMap(m => exponents.flatMap(e => [Number(`${m}e${e}`), -Number(`${m}e${e}`)]))
  const chosen: number[] = []
  for (const value of [0, ...wishes]) {
    const apart = chosen.every(other => Math.abs(axis.px(other) - axis.px(value)) >= pitch)
    if (chosen.length < most && value >= lo && value <= hi && apart) chosen.push(value)
  }
  return chosen.sort((a, b) => a - b).map(value => ({ value, label: signedLabel(value) }))
}

function signedLabel(value: number): string {
  const size = Math.abs(value)
  const label = size === 0 || (size >= 0.0099 && size < 1e4) ? String(size) : tickExponent(size, 1)
  return value < 0 ? MINUS + label : label
}
