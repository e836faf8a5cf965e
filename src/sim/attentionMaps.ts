/** What a transformer does with one question: which tokens its heads look at, and what it answers. */

import type { DataSettings } from '../scenario'
import { type Program, program, read, scoped } from './backends/machine/program'
import type { DataSet } from './data'
import type { Net } from './net/layout'
import { outputsOf, runForward } from './net/pass'
import { tokensOf } from './questions'

/** A question, and what every arm makes of it. */
export interface Attention {
  readonly question: number
  /** Questions to choose from, and whether none of them was trained on. */
  readonly count: number
  readonly unseen: boolean
  readonly tokens: readonly number[]
  readonly answer: number
  readonly arms: readonly { readonly weights: Float64Array; readonly outputs: Float64Array }[]
}

/** The questions that may be looked at: the unseen ones, where there are any. */
const questionsOf = (data: DataSet) => data.test ?? data

/**
 * Question number `question` (of the unseen ones, where there are any; counted round) at every θ: the outputs, and the weights of every
 * block and head, row by row: blocks·heads·places·places.
 */
export const attentionOf = program(function* (
  net: Net,
  settings: DataSettings,
  data: DataSet,
  thetas: readonly Float64Array[],
  question: number,
): Program<Attention> {
  const { n, X, y } = questionsOf(data)
  const at = question % n
  const x = X.subarray(at * net.inputs, (at + 1) * net.inputs)
  const answer = y.subarray(at * net.outputs, (at + 1) * net.outputs)
  const arms: Attention['arms'][number][] = []
  for (const theta of thetas) arms.push(yield* seen(net, theta, x))
  return {
    ...{ question: at, count: n, unseen: data.test !== null, arms },
    tokens: tokensOf(settings, X, at),
    answer: answer.indexOf(Math.max(...answer)),
  }
})

function seen(net: Net, theta: Float64Array, x: Float64Array): Program<Attention['arms'][number]> {
  const { machine, maps, layers } = net
  return scoped(machine, function* () {
    const pass = runForward(net, machine.vector(theta, maps), machine.block(x, net.inputs), { slopes: false, z: false })
    const weights: number[] = []
    for (const { kind, index } of layers) if (kind === 'attention') weights.push(...(yield* read(machine, pass.kept[index][0])))
    return { weights: Float64Array.from(weights), outputs: yield* read(machine, outputsOf(pass)) }
  })
}
