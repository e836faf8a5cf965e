/**
 * Interleaved rounds: every contestant does its job once a round, A B C A B C …, so that whatever else the machine does hits all
 * alike. A cell holds median and quartiles over the rounds, in CPU time where one thread works, in wall time otherwise.
 */
import type { Child, Reply } from './child'
import type { Cell } from './row'
import { quartiles } from './stats'

export interface Contestant {
  readonly who: string
  readonly child: Child
  /** What the child makes; see bench/node/server.ts and bench/python/server.py. */
  readonly job: object
  /** Units of work in one call: times are per unit. */
  readonly per?: number
  readonly clock?: 'cpu' | 'wall'
}

export interface Pace {
  readonly rounds: number
  /** Wall milliseconds that one contestant's part of a round should last at least. */
  readonly turn: number
}

export const PACE: Pace = { rounds: 7, turn: 60 }

const MOST_CALLS = 2000

/** One cell per contestant, in their order. */
export async function race(contestants: readonly Contestant[], { rounds, turn }: Pace = PACE): Promise<Cell[]> {
  const runners: (Runner | null)[] = contestants.map(() => null)
  const missing = new Map<number, string>()
  for (const [i, contestant] of contestants.entries()) {
    const made = await contestant.child.ask({ do: 'make', job: i, ...contestant.job })
    const warm = made.missing ? made : await warmUp(contestant, i, turn)
    if (warm.missing) missing.set(i, warm.missing)
    else runners[i] = { calls: Math.min(MOST_CALLS, Math.max(1, Math.ceil(turn / (warm.wall ?? turn)))), times: [] }
  }
  for (let round = 0; round < rounds; round++)
    for (const [i, contestant] of contestants.entries()) {
      const runner = runners[i]
      if (!runner || missing.has(i)) continue
      const reply = await contestant.child.ask({ do: 'run', job: i, calls: runner.calls })
      if (reply.missing) missing.set(i, reply.missing)
      const time = contestant.clock === 'wall' ? reply.wall : reply.cpu
      runner.times.push((time ?? Number.NaN) / (contestant.per ?? 1))
    }
  for (const [i, { child }] of contestants.entries()) await child.ask({ do: 'drop', job: i })
  return contestants.map(({ who }, i) => {
    const why = missing.get(i)
    return why === undefined ? { who, rounds, ...quartiles(runners[i]?.times ?? []) } : { who, missing: why }
  })
}

interface Runner {
  readonly calls: number
  readonly times: number[]
}

/** Calls until compilers have had their time; the last reply. */
async function warmUp({ child }: Contestant, job: number, turn: number): Promise<Reply> {
  let reply: Reply = {}
  for (let spent = 0, calls = 1; spent < 3 * turn && !reply.missing; ) {
    reply = await child.ask({ do: 'run', job, calls })
    const wall = reply.wall ?? turn
    spent += wall * calls
    calls = Math.min(MOST_CALLS, Math.max(1, Math.ceil(turn / Math.max(wall, 1e-4))))
  }
  return reply
}
