/**
 * A matrix whose numbers can be had at once: on a machine of the processor where it is computed, read from a device to the
 * plain machine. `onHost` brings one there; what is made of it stays there until its scope ends.
 */

import { type HostMachine, isHost, type Machine, type Matrix } from './machine'
import { PLAIN_MACHINE } from './plain'
import { type Program, read } from './program'

export interface HostMatrix {
  readonly machine: HostMachine
  readonly matrix: Matrix
}

export function* onHost(machine: Machine, matrix: Matrix): Program<HostMatrix> {
  if (isHost(machine)) return { machine, matrix }
  return placedOn(machine, yield* read(machine, matrix), matrix.columns)
}

/** A matrix of these numbers, on the machine itself where that is possible. */
export function placedOn(machine: Machine, values: Float64Array, columns: number): HostMatrix {
  const host = isHost(machine) ? machine : PLAIN_MACHINE
  return { machine: host, matrix: host.matrixOf(values, columns) }
}

/** All numbers, row by row: a copy. */
export const valuesOf = ({ machine, matrix }: HostMatrix): Float64Array => machine.values(matrix)

/** Σ_j w_j A_ij of every row i. */
export const times = ({ machine, matrix }: HostMatrix, w: Float64Array): Float64Array => machine.rowSums(matrix, null, w)

/** Σ_j w_j A_ij B_ij of every row i, for matrices of one machine. */
export const productSums = (A: HostMatrix, B: HostMatrix, w: Float64Array): Float64Array => A.machine.rowSums(A.matrix, B.matrix, w)
