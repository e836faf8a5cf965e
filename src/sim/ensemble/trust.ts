/** Replicas of networks on trial before a GPU is trusted with them. */

import { type DeviceMachine, isHost, type Machine } from '../backends/machine/machine'
import type { Backend } from '../backends/types'
import { addBlockGradients, gradient } from '../net/derivatives'
import type { NetSpec } from '../net/spec'
import { caseOf, trustNetworks } from '../networkTrial'

/** Rejects where a GPU gets the gradients of several copies of two tiny nets wrong. */
export const trustCopies = (backend: Backend): Promise<void> => trustNetworks(backend, gradientsOf)

/** Samples of each copy, one copy after another. */
const EACH = [Int32Array.of(0, 1), Int32Array.of(2, 3), Int32Array.of(5, 4)]

/** The gradients of copies of θ, each over samples of its own: at once on a device. */
async function gradientsOf(spec: NetSpec, machine: Machine): Promise<Record<string, Float64Array>> {
  const { net, X, y, theta } = caseOf(spec, machine)
  const name = 'the gradients of copies'
  if (isHost(machine))
    return { [name]: Float64Array.from(EACH.flatMap(rows => [...gradient(net, theta, X, y, rows).map(v => v * rows.length)])) }
  try {
    const copies = (machine as DeviceMachine).repeat(machine.vector(theta, net.maps), EACH.length)
    const sum = machine.zeros(copies)
    const rows = Int32Array.from(EACH.flatMap(samples => [...samples]))
    addBlockGradients(net, copies, X, y, rows, 0, rows.length, sum)
    return { [name]: await machine.read(sum) }
  } finally {
    machine.dispose()
  }
}
