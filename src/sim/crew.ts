/**
 * Parts of a measurement that others compute. Think of a crew as some hands who know nothing of the run: each task says all that
 * is needed, so that it can be done anywhere, and again. What is cut into tasks, and the order in which answers are put together, does
 * not touch the bits of what comes out.
 *
 *     const crew: Crew = …                                   // whoever makes it ends it
 *     const bands = await crew.run<Band>(tasks, share => …)  // the answers in the order of the tasks
 */

import { isHost, type Machine } from './backends/machine/machine'
import { PLAIN_MACHINE } from './backends/machine/plain'
import { atOnce } from './backends/machine/program'
import type { Precision } from './backends/types'
import { bandOf } from './net/bands'
import type { Band, Rows } from './net/cutBands'
import { atTheta } from './net/derivatives'
import { layNet, type Net, withMachine } from './net/layout'
import type { NetSpec } from './net/spec'
import { type OnShare, type TileBand, type TiledBand, type TileSeeds, tiledBand } from './net/tiles'

/** What computes the numbers of a task. */
type MachineName = 'plain' | Precision

interface At {
  readonly spec: NetSpec
  readonly machine: MachineName
  readonly theta: Float64Array
  /** Inputs of the samples up to the last row. */
  readonly X: Float64Array
}

/** Rows of K of a net with one output, and images of vectors (`bands.ts`). */
export interface BandTask extends At {
  readonly kind: 'band'
  readonly rows: Rows
  readonly n: number
  readonly along: readonly Float64Array[]
}

/** Rows of K̃ in tiles (`tiles.ts`). */
export interface TileTask extends At {
  readonly kind: 'tiles'
  readonly from: TileSeeds
  readonly band: TileBand
}

export type Task = BandTask | TileTask

export interface Crew {
  /** How many tasks are done at a time. */
  readonly workers: number
  /** Multiply-adds of all of K beyond which sending it around pays. */
  readonly worth: number
  /** One run at a time, with what each task costs beside the others. Rejects with the first failure, or when it is cancelled. */
  run<R>(tasks: readonly Task[], costs: readonly number[], onShare?: OnShare): Promise<R[]>
}

/** The name of a net's machine; null where its tasks cannot be done elsewhere. */
export const machineName = ({ machine }: Net): MachineName | null =>
  machine === PLAIN_MACHINE ? 'plain' : isHost(machine) ? machine.precision : null

/** Does tasks, on machines that `open` makes, of which there is one at a time. */
export function createHand(open: (precision: Precision) => Promise<Machine>) {
  let held: { readonly name: MachineName; readonly machine: Machine } | null = null

  async function machineOf(name: MachineName): Promise<Machine> {
    if (held?.name === name) return held.machine
    if (held && held.name !== 'plain') held.machine.dispose()
    held = null
    const machine = name === 'plain' ? PLAIN_MACHINE : await open(name)
    held = { name, machine }
    return machine
  }

  return async (task: Task, onShare: OnShare): Promise<Band | TiledBand> => {
    const { theta, X } = task
    const net = withMachine(layNet(task.spec), await machineOf(task.machine))
    switch (task.kind) {
      case 'band':
        return bandOf(net, theta, X, task.rows, task.n, task.along)
      case 'tiles':
        return atOnce(atTheta(net, theta, at => tiledBand.steps(net, at, X, task.from, task.band, onShare)))
      default:
        throw task satisfies never
    }
  }
}

/** The buffers of an answer, which need no copy on their way. */
export function buffersOf(answer: Band | TiledBand): ArrayBuffer[] {
  const arrays = 'images' in answer ? [answer.outputs, ...answer.parts, ...answer.images] : answer.parts.map(part => part.values)
  return arrays.map(array => array.buffer as ArrayBuffer)
}
