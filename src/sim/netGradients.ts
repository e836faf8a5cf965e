import { evaluate, gradient, makeRoom, type Room } from './net/derivatives'
import type { Net } from './net/layout'
import type { GradientSource } from './stepper'

/** The gradients of a network in float64, for its steps (`createStepper`): the same bits in every engine. */
export function networkGradients(net: Net, X: Float64Array, y: Float64Array): GradientSource {
  const sum = new Float64Array(net.size)
  let room: (Room & { readonly samples: number }) | null = null
  const roomFor = (samples: number): Room => {
    if (!room || room.samples < samples) room = { ...makeRoom(net, samples), samples }
    return room
  }
  return {
    bytes: 8 * (X.length + y.length),
    // A residual that overflows takes its gradient, and so the next θ, with it.
    gradient: (theta, rows) => gradient(net, theta, X, y, rows, sum, roomFor(rows ? rows.length : X.length / net.inputs)),
    residuals: theta => evaluate(net, theta, X, y).residuals,
  }
}
