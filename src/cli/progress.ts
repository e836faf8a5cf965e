import { grouped } from '../lib/digits'
import type { Io } from './io'

const REDRAW_MS = 100

/** One line on stderr, drawn over itself, while a person watches: step, rate, remaining time. */
export class Progress {
  private drawn = 0
  private open = false
  private readonly began = performance.now()

  constructor(
    private readonly io: Io,
    private readonly total: number,
  ) {}

  step(step: number): void {
    const now = performance.now()
    if (!this.io.watched || now - this.drawn < REDRAW_MS) return
    const rate = (1000 * step) / (now - this.began)
    const left = rate > 0 ? ` · ${duration((this.total - step) / rate)} left` : ''
    this.say(`step ${grouped(step)} of ${grouped(this.total)} · ${grouped(Math.round(rate))} steps/s${left}`)
    this.drawn = now
  }

  say(text: string): void {
    if (!this.io.watched) return
    this.io.err(`\r\x1b[K${text}`)
    this.open = true
  }

  clear(): void {
    if (this.open) this.io.err('\r\x1b[K')
    this.open = false
  }
}

/** Seconds in words that fit: "3.4 s", "2 min 5 s", "1 h 10 min". */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const s = Math.round(seconds)
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`
}
