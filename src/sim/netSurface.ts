/** The landscape of a network: its loss on a grid of a plane, by forward passes. */

import { discard } from '../lib/discard'
import type { Tick } from '../lib/tick'
import { isHost } from './backends/machine/machine'
import { later } from './backends/machine/program'
import { assess, evaluate } from './net/derivatives'
import type { Net } from './net/layout'
import { outputsOnPlane } from './net/planeOutputs'
import { type Lattice, type LossGrid, lossAtPoints, type Plane, pointOn } from './plane'
import type { Samples } from './subset'

/** Points that a device is asked for at once: it is waited for that much less often. */
const AHEAD = 16

/** The loss of a network at every point of a lattice; what is known of the plane asked for last is kept. */
export function surfaceOf(net: Net, { X, y }: Samples): (plane: Plane, lattice: Lattice, tick: Tick) => Promise<LossGrid> {
  let last: { readonly plane: Plane; readonly open: NonNullable<ReturnType<typeof outputsOnPlane>> } | null = null
  return async (plane, lattice, tick) => {
    if (last?.plane !== plane) {
      const open = outputsOnPlane(net, X, plane)
      last = open && { plane, open }
    }
    if (last) {
      const outputs = last.open()
      try {
        return await lossAtPoints(lattice, (...at) => assess(net, outputs.at(...at), y).loss, tick)
      } finally {
        outputs.close()
      }
    }
    if (isHost(net.machine)) {
      // Points of millions of weights: one array serves all of them, for none waits for another.
      const theta = new Float64Array(net.size)
      try {
        return await lossAtPoints(lattice, (...at) => evaluate(net, pointOn(plane, ...at, theta), X, y).loss, tick)
      } finally {
        discard(theta)
      }
    }
    const lossAt = async (...at: [number, number]) => (await later(evaluate.steps(net, pointOn(plane, ...at), X, y))).loss
    return lossAtPoints(lattice, lossAt, tick, AHEAD)
  }
}
