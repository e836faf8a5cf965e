import type { StoreApi } from 'zustand/vanilla'
import type { Domain, Request } from '../workers/protocol'
import type { Environment } from './environment'
import { latestWins } from './latestWins'
import type { createRunner } from './runner'
import type { ScopeState } from './state'
import type { Traces } from './traces'

/** Points along a side: a first picture of as many as come at once, up to the last, and then refined. */
const FINEST = 256
const LEVELS = [5, 9, 17, 33, 65, 129, FINEST] as const
/** Milliseconds that the points of a first picture, and a finest one, may take: the first is to stand within 100, plane and all. */
const FIRST_MS = 40
const LONGEST_MS = 60_000
/** Pauses after a first picture while the run goes on, in times of what it took, and at most in milliseconds. */
const [PAUSE, LONGEST_PAUSE] = [4, 5000]

/** What the picture wants: contours on a window, of the present plane or of one that follows the arms. */
export interface GridWish {
  readonly domain: Domain
  /** Whether the contours there are do not do. */
  readonly wanted: boolean
  /** Whether the arms have left a plane that follows them, and so far that it is seen. */
  readonly behind: 'no' | 'a little' | 'far'
}

interface Parts extends Pick<Environment, 'now'> {
  readonly store: StoreApi<ScopeState>
  readonly runner: ReturnType<typeof createRunner>
  readonly traces: Traces
  complain(error: unknown): void
}

/** A picture that came: its points along a side, and how long it and each of its points took. */
interface Drawn {
  readonly side: number
  readonly ms: number
  readonly perPoint: number
}

interface Asked {
  readonly domain: Domain
  readonly anew: boolean
  /** Counts what was asked: the newest alone is refined. */
  readonly turn: number
}

/**
 * Asks for the loss on a window of the landscape plane: a coarse picture first, then finer ones until something newer is asked for. No
 * request is made twice.
 */
export function createGridRequest({ store, runner, traces, now, complain }: Parts) {
  let key = ''
  let turn = 0

  /** Draws one level; null where it was given up. */
  async function draw(wanted: Omit<Extract<Request, { type: 'landscape' }>, 'type'>): Promise<Drawn | null> {
    const mine = runner.run()
    const begun = now()
    try {
      const grid = await runner.client.request({ type: 'landscape', ...wanted })
      if (mine !== runner.run()) return null
      traces.setGrid(grid)
      const ms = now() - begun
      return { side: grid.nx, ms, perPoint: ms / (grid.nx * grid.ny) }
    } catch (error) {
      if (mine === runner.run()) complain(error)
      return null
    }
  }

  async function refine({ domain, turn: mine }: Asked, first: Drawn): Promise<void> {
    let last: Drawn | null = first
    for (const side of LEVELS.filter(level => level > first.side)) {
      if (mine !== turn || last.perPoint * side ** 2 > LONGEST_MS) return
      last = await draw({ domain, nx: side, ny: side, finer: true })
      if (!last) return
    }
  }

  const first = latestWins(async (asked: Asked) => {
    await runner.loaded()
    const { domain, anew } = asked
    const drawn = await draw({ domain, anew, nx: FINEST, ny: FINEST, within: FIRST_MS })
    if (!drawn) return
    void refine(asked, drawn)
    if (store.getState().status === 'running') await new Promise(resolve => setTimeout(resolve, Math.min(LONGEST_PAUSE, PAUSE * drawn.ms)))
  })

  return ({ domain, wanted, behind }: GridWish): void => {
    const anew = behind === 'far' || (behind === 'a little' && store.getState().status !== 'running')
    if (!wanted && !anew) return
    const next = [traces.epoch, domain, anew && [traces.plane?.id, traces.cursor]].join('|')
    if (next === key) return
    key = next
    turn++
    void first({ domain, anew, turn })
  }
}
