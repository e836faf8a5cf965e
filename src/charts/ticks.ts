/** Ticks of linear and log axes, with labels that share one number of decimals. */
import { ticks as linear } from 'd3-array'
import { MINUS, tickExponent } from './format'
import { safeLog } from './scale'
import type { Range } from './types'

export interface Tick {
  readonly value: number
  readonly label: string
}

/** About `count` ticks at 1-2-5 steps, with labels that share one number of decimals. */
export function linearTicks(domain: Range, count: number): Tick[] {
  return labelled(linear(domain[0], domain[1], Math.max(1, count)))
}

/** Labels for given values of one axis. */
export function labelled(values: readonly number[]): Tick[] {
  const label = linearLabels(values)
  return values.map(value => ({ value, label: label(value) }))
}

function linearLabels(values: readonly number[]): (value: number) => string {
  const [first = 1, second = 0] = values
  const step = Math.abs(second - first) || 1
  const size = Math.max(...values.map(Math.abs), 0)
  const sign = (v: number, text: string) => (v < 0 ? MINUS + text : text)
  if (size >= 1e6 || (size > 0 && size < 1e-3)) {
    const digits = Math.min(6, Math.max(1, 1 + Math.floor(Math.log10(size) + 1e-9) - Math.floor(Math.log10(step) + 1e-9)))
    return v => (Math.abs(v) < step * 1e-6 ? '0' : sign(v, tickExponent(Math.abs(v), digits)))
  }
  if (size >= 1e4 && step >= 100) {
    const decimals = step % 1000 === 0 ? 0 : 1
    return v => (v === 0 ? '0' : sign(v, `${(Math.abs(v) / 1000).toFixed(decimals)}k`))
  }
  const decimals = Math.min(8, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
  return v => sign(Number(v.toFixed(decimals)), Math.abs(v).toFixed(decimals))
}

/**
 * At most `max` ticks of a log axis: decades (every second, third … where there are many), 1-2-5 multiples where the
 * axis holds fewer than two decades, plain ticks where it holds almost none.
 */
export function logTicks(domain: Range, max = 5): Tick[] {
  const [lo, hi] = safeLog(domain)
  const from = Math.ceil(Math.log10(lo) - 1e-9)
  const to = Math.floor(Math.log10(hi) + 1e-9)
  const decades = to - from + 1
  let values: number[] = []
  if (decades >= 3 || (decades === 2 && Math.log10(hi) - Math.log10(lo) > 2)) {
    const step = [1, 2, 3, 5, 10, 20, 30, 50, 100].find(s => Math.floor(to / s) - Math.ceil(from / s) + 1 <= max) ?? 200
    for (let e = Math.ceil(from / step) * step; e <= to; e += step) values.push(Number(`1e${e}`))
  } else {
    for (const multiples of [[1, 2, 5], [1, 3], [1]]) {
      values = []
      for (let e = from - 1; e <= to; e++) {
        for (const m of multiples) {
          const v = Number(`${m}e${e}`)
          if (v >= lo * (1 - 1e-9) && v <= hi * (1 + 1e-9)) values.push(v)
        }
      }
      if (values.length <= max) break
    }
    if (values.length < 2) return linearTicks(domain, Math.min(3, max)).filter(t => t.value > 0)
  }
  return logLabelled(values)
}

function logLabelled(values: readonly number[]): Tick[] {
  const plain = values.every(v => v >= 0.0099 && v < 1001)
  return values.map(value => ({ value, label: plain || (value >= 1 && value < 1000) ? String(value) : tickExponent(value, 1) }))
}

/** The pattern of some log ticks carried on over a wider domain, so that two axes show the same steps. */
export function extendLogTicks(ticks: readonly Tick[], domain: Range): Tick[] {
  const exponents = ticks.map(t => Math.log10(t.value))
  const decades = exponents.every(e => Math.abs(e - Math.round(e)) < 1e-9)
  const [first = 0, second = first] = exponents
  const period = decades ? Math.max(1, Math.round(second - first)) : 1
  const [lo, hi] = safeLog(domain)
  const values = new Set<number>()
  for (const t of ticks) {
    const down = Math.floor((Math.log10(t.value) - Math.log10(lo) + 1e-9) / period)
    const up = Math.floor((Math.log10(hi) - Math.log10(t.value) + 1e-9) / period)
    // Powers of ten are parsed: 10 ** −4 is not quite 1e-4.
    for (let k = -down; k <= up; k++) values.add(Number((t.value * Number(`1e${k * period}`)).toPrecision(12)))
  }
  return logLabelled([...values].filter(v => v > 0 && v < Number.POSITIVE_INFINITY).sort((a, b) => a - b))
}

/** Ticks of an axis of `pixels` length whose labels stand `pitch` pixels apart at least. */
export function axisTicks(domain: Range, log: boolean, pixels: number, pitch: number, most = 10): Tick[] {
  const count = Math.max(2, Math.min(most, Math.floor(pixels / pitch)))
  return log ? logTicks(domain, Math.min(count, 5)) : linearTicks(domain, count)
}
