import { grouped } from '../lib/digits'
import type { Watcher } from './io'

const REDRAW_MS = 100
/** Seconds that a measurement may take without a word. */
const WORTH_SAYING_S = 1

/** One line on stderr, drawn over itself, while a person watches: step, rate, remaining time. */
export class Progress {
  private drawn = 0
  private open = false
  private readonly began = performance.now()

  constructor(
    private readonly io: Pick<Watcher, 'err' | 'watched'>,
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

  /** For a measurement that takes long. */
  measuring(step: number, share: number, since: number): void {
    const now = performance.now()
    const spent = (now - since) / 1000
    if (!this.io.watched || spent < WORTH_SAYING_S || now - this.drawn < REDRAW_MS) return
    const left = share > 0 ? ` · ${duration(spent * (1 / share - 1))} left` : ''
    this.say(`measuring step ${grouped(step)}: ${Math.floor(100 * share)} %${left}`)
    this.drawn = now
  }

  /** For work that is no steps. */
  share(share: number, text: string): void {
    const now = performance.now()
    if (!this.io.watched || now - this.drawn < REDRAW_MS) return
    const left = share > 0 ? ` · ${duration(((now - this.began) / 1000) * (1 / share - 1))} left` : ''
    this.say(`${text}${left}`)
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
