/**
 * The watch over the simulation worker: it asks for a sign of life at every beat and counts those that go unanswered. Beats
 * are counted, not milliseconds, so that a page that slept does not take its worker for dead.
 *
 *     const watch = createWatch({ ping, onSilence, onStuck, onDead })
 *     watch.heard()                      // whenever the worker gives a sign of life
 *     watch.hurry(() => settled)         // the user wants something else of it
 */

/** Milliseconds between beats. */
export const BEAT_MS = 500
/** Unanswered beats after which the page says so. */
const SILENT = 2
/** Beats within which a worker answers what the user asks for: a new run, or Cancel. */
const URGENT = 4
/** Unanswered beats after which a worker is taken for dead. */
const DEAD = 60

interface Parts {
  /** Asks the worker for a sign of life. */
  ping(): void
  /** It has been silent for about a second, or has spoken again. */
  onSilence(silent: boolean): void
  /** It has not answered the user in time. */
  onStuck(): void
  /** It is taken for dead, and why. */
  onDead(why: string): void
  /** Whether it may be silent for long: the user has been asked. */
  mayTakeLong(): boolean
}

export interface Watch {
  heard(): void
  /** The user wants something: a sign of life, and what `settled` says, are due within two seconds. */
  hurry(settled?: () => boolean): void
  /** Another worker takes the place of the one watched: it is waited for until it first speaks. */
  renew(): void
  dispose(): void
}

/** The worker has spoken before. */
export function createWatch({ ping, onSilence, onStuck, onDead, mayTakeLong }: Parts): Watch {
  let spoken = true
  let pinged = false
  let unanswered = 0
  let hurried: { readonly settled: () => boolean; beats: number } | null = null
  let timer = setTimeout(beat, BEAT_MS)

  function ask(): void {
    if (pinged) return
    pinged = true
    ping()
  }

  function beat(): void {
    timer = setTimeout(beat, BEAT_MS)
    if (!spoken) return
    if (pinged && ++unanswered === SILENT) onSilence(true)
    if (hurried && !pinged && hurried.settled()) hurried = null
    if (hurried && ++hurried.beats >= URGENT) {
      renew()
      onStuck()
    } else if (unanswered >= DEAD && !mayTakeLong()) {
      renew()
      onDead(`it gave no sign of life for ${(DEAD * BEAT_MS) / 1000} s`)
    } else ask()
  }

  function quiet(): void {
    if (unanswered >= SILENT) onSilence(false)
    pinged = false
    unanswered = 0
  }

  function renew(): void {
    quiet()
    spoken = false
    hurried = null
  }

  return {
    heard() {
      spoken = true
      quiet()
    },
    hurry(settled = () => true) {
      if (!hurried || hurried.settled()) hurried = { settled, beats: 0 }
      if (spoken) ask()
    },
    renew,
    dispose: () => clearTimeout(timer),
  }
}
