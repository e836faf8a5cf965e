import type { Simulation } from '../sim/simulation'
import { type Clock, ticker } from './ticker'

/** Weights of all arms up to which every frame of a run that goes on carries their fingerprint: more would take a part of its time. */
const HASHED_RUNNING = 1 << 15
/** And up to which that of a run that stands is found at once. */
const HASHED_STANDING = 1 << 20

/** The fingerprint of a run that moves: found at once where that is quick, else in slices while the run stands. */
export class RunHash {
  /** Counts whatever moves the arms: what was hashed before is of another state. */
  private moves = 0
  private known: { readonly moves: number; text: string } | null = null

  /** `onFound` is called when one is there that was not found at once. */
  constructor(
    private readonly sim: Simulation,
    private readonly clock: Clock,
    private readonly onFound: () => void,
  ) {}

  /** To be called whenever the arms are to move. */
  moved(): void {
    this.moves++
  }

  /** Of the present step; '' while it would hold up a run that goes on: a hash of many weights takes a part of every frame. */
  async of(standing: boolean, idle: boolean): Promise<string> {
    const { sim, known, moves } = this
    if (known?.moves === moves) return known.text
    if (!idle) return ''
    if (sim.p * sim.scenario.arms.length <= (standing ? HASHED_STANDING : HASHED_RUNNING)) return sim.fingerprint()
    if (standing) void this.inSlices()
    return ''
  }

  private async inSlices(): Promise<void> {
    const { moves, clock, sim } = this
    const mine = { moves, text: '' }
    this.known = mine
    mine.text = await sim.fingerprint(ticker(clock, () => this.moves !== moves)).catch(() => '')
    this.onFound()
  }
}
