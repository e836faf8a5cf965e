/**
 * What a file of measurements holds: its arrays by their names, checked against each other (`checkpointsIn`). At every checkpoint `residuals`
 * (n or n×C) and one of `jacobian` (n×p or n×C×p), `gram` (n·C × n·C) and `features` (n×m); several checkpoints have a number behind
 * the names, as `residuals_0`. Optional are `hessian_eigenvalues`, and the numbers `step`, `lr`, `batch_size`, `n_train`, `loss` and `parameters`.
 */

import { quoted } from '../files/error'
import type { StoredArray } from './arrays'
import { matrixOf } from './matrix'
import { refused } from './refuse'

const MATRICES = ['jacobian', 'gram', 'features'] as const
const NUMBERS = ['step', 'lr', 'batch_size', 'n_train', 'loss', 'parameters'] as const
const NAME = new RegExp(`^(residuals|${MATRICES.join('|')}|hessian_eigenvalues|${NUMBERS.join('|')})(?:_(\\d{1,9}))?$`)

type MatrixKind = (typeof MATRICES)[number]
type NumberName = (typeof NUMBERS)[number]

/** One θ at which a model was measured. */
export interface Checkpoint {
  /** What stands behind the names of its arrays: '' or '_3'. */
  readonly suffix: string
  readonly n: number
  /** C. */
  readonly outputs: number
  /** Trained parameters; 0 where nothing says how many. */
  readonly p: number
  readonly kind: MatrixKind
  readonly residuals: StoredArray
  readonly matrix: StoredArray
  readonly hessian: StoredArray | null
  readonly step: number
  readonly lr: number | null
  readonly batchSize: number | null
  /** Samples that the minibatches were drawn from, where more were trained on than measured. */
  readonly nTrain: number | null
  /** L, where it is not half the mean square of the residuals. */
  readonly loss: number | null
}

export interface Contents {
  readonly checkpoints: readonly Checkpoint[]
  /** Names of arrays that say nothing here. */
  readonly ignored: readonly string[]
}

const shapeOf = ({ header: { shape } }: StoredArray) => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`

const wrongShape = (array: StoredArray, allowed: string) => refused(`array ${array.name}`, `shape ${shapeOf(array)}`, allowed)

/** The checkpoints of a file in the order of their numbers. */
export async function checkpointsIn(arrays: readonly StoredArray[]): Promise<Contents> {
  const known = new Map<string, StoredArray>()
  const ignored: string[] = []
  const suffixes = new Set<string>()
  for (const array of arrays) {
    const [, name, number] = NAME.exec(array.name) ?? []
    if (!name) ignored.push(array.name)
    else {
      if (array.header.texts) throw refused(`array ${array.name}`, 'texts', 'numbers')
      known.set(array.name, array)
      if (name === 'residuals') suffixes.add(number === undefined ? '' : `_${number}`)
    }
  }
  if (suffixes.size === 0) throw nothingKnown(arrays)
  if (suffixes.size > 1 && suffixes.has(''))
    throw refused('archive', 'residuals and residuals_… at once', 'a number behind all of them, or one checkpoint without')
  const order = [...suffixes].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
  const stray = [...known.keys()].find(name => /_\d+$/.test(name) && !order.includes(name.replace(/^.*(?=_)/, '')))
  if (stray) throw refused(`array ${stray}`, 'no residuals of its number', `residuals${stray.replace(/^.*(?=_)/, '')} beside it`)
  const numbers = await Promise.all(NUMBERS.map(name => numbersOf(known, name, order)))
  const checkpoints = order.map((suffix, at) => {
    const told = Object.fromEntries(NUMBERS.map((name, k) => [name, numbers[k][at]])) as Record<NumberName, number | null>
    return checkpointOf(known, suffix, at, told)
  })
  for (const [at, { step }] of checkpoints.entries())
    if (at > 0 && step <= checkpoints[at - 1].step)
      throw refused('step', `${checkpoints[at - 1].step}, then ${step}`, 'steps that grow from checkpoint to checkpoint')
  return { checkpoints, ignored }
}

function nothingKnown(arrays: readonly StoredArray[]) {
  const names = arrays.slice(0, 8).map(array => quoted(array.name))
  const held = names.length > 0 ? names.join(', ') + (arrays.length > 8 ? ', …' : '') : 'no arrays'
  return refused('archive', held, 'residuals with one of jacobian, gram and features')
}

/** A number of every checkpoint: its own, or the entry of an array for all of them, or one for all; null where none is given. */
async function numbersOf(known: ReadonlyMap<string, StoredArray>, name: NumberName, order: readonly string[]): Promise<(number | null)[]> {
  const read = async (array: StoredArray) => {
    const { shape } = array.header
    const count = shape.reduce((product, side) => product * side, 1)
    const each = array.name === name ? order.length : 1
    if (shape.length > 1 || (count !== 1 && count !== each))
      throw wrongShape(array, each > 1 ? `one number, or (${each},): one for each checkpoint` : 'one number')
    return (await matrixOf(array)).strip(0, count)
  }
  const common = known.get(name)
  const all = common ? await read(common) : null
  return Promise.all(
    order.map(async (suffix, at) => {
      const own = suffix ? known.get(name + suffix) : undefined
      if (own) return (await read(own))[0]
      return all ? all[all.length > 1 ? at : 0] : null
    }),
  )
}

function checkpointOf(
  known: ReadonlyMap<string, StoredArray>,
  suffix: string,
  at: number,
  { step, lr, batch_size: batchSize, n_train, loss, parameters }: Record<NumberName, number | null>,
): Checkpoint {
  const residuals = known.get(`residuals${suffix}`)!
  const [n, outputs = 1, ...more] = residuals.header.shape
  if (n === undefined || more.length > 0 || n === 0 || outputs === 0) throw wrongShape(residuals, '(n,) or (n, C), each at least 1')
  const given = MATRICES.filter(kind => known.has(kind + suffix))
  const names = MATRICES.map(kind => kind + suffix).join(', ')
  const [kind, second] = given
  if (!kind) throw refused(`checkpoint of ${residuals.name}`, 'residuals alone', `one of ${names} beside them`)
  if (second) throw refused(`checkpoint of ${residuals.name}`, given.map(name => name + suffix).join(' and '), `one of ${names}`)
  const matrix = known.get(kind + suffix)!
  const columns = columnsOf(kind, matrix, n, outputs)
  const hessian = known.get(`hessian_eigenvalues${suffix}`) ?? null
  if (hessian && (hessian.header.shape.length !== 1 || hessian.header.shape[0] === 0)) throw wrongShape(hessian, '(h,), at least one')
  const whole = (name: NumberName, value: number | null, least: number, most = Number.MAX_SAFE_INTEGER) => {
    if (value !== null && !(Number.isInteger(value) && value >= least && value <= most))
      throw refused(
        name + suffix,
        String(value),
        `a whole number ${most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `from ${least} on`}`,
      )
    return value
  }
  const notNegative = (name: NumberName, value: number | null) => {
    if (value !== null && !(value >= 0)) throw refused(name + suffix, String(value), 'a number from 0 on')
    return value
  }
  const stated = whole('parameters', parameters, 1)
  const nTrain = whole('n_train', n_train, 1)
  if (columns > 0 && stated !== null && stated !== columns)
    throw refused(`parameters${suffix}`, String(stated), `${columns}, as array ${matrix.name} has them`)
  return {
    ...{ suffix, n, outputs, kind, residuals, matrix, hessian },
    p: columns || (stated ?? 0),
    step: whole('step', step, 0) ?? (suffix ? Number(suffix.slice(1)) : at),
    lr: notNegative('lr', lr),
    batchSize: whole('batch_size', batchSize, 1, nTrain ?? undefined),
    nTrain,
    loss: notNegative('loss', loss),
  }
}

/** Checks the shape of a matrix, and tells of how many parameters it is; 0 for a Gram matrix. */
function columnsOf(kind: MatrixKind, matrix: StoredArray, n: number, C: number): number {
  const { shape } = matrix.header
  const is = (...sides: readonly (number | null)[]) =>
    shape.length === sides.length && sides.every((side, axis) => (side === null ? shape[axis] > 0 : shape[axis] === side))
  const last = shape.at(-1) ?? 0
  if (kind === 'features') {
    if (!is(n, null)) throw wrongShape(matrix, `(${n}, m): one row of features for each of the ${n} residuals`)
    return last * C
  }
  if (kind === 'gram') {
    const side = n * C
    if (!is(side, side) && !is(n, C, n, C))
      throw wrongShape(matrix, C > 1 ? `(${side}, ${side}) or (${n}, ${C}, ${n}, ${C}), n·C rows` : `(${n}, ${n})`)
    return 0
  }
  if (C === 1 ? !is(n, null) && !is(n, 1, null) : !is(n, C, null))
    throw wrongShape(matrix, C > 1 ? `(${n}, ${C}, p), as residuals are (${n}, ${C})` : `(${n}, p): one row for each of the ${n} residuals`)
  return last
}
