/** User data as the data set of a scenario: checks that they fit each other, and splits them into training and test set. */

import { STREAM } from '../lib/philox'
import { permutation } from '../lib/random'
import { heldOut, isNetwork, type Scenario, ScenarioError } from '../scenario'
import { type DataSet, dataSetOf } from './data'
import { type LabelledSet, type TrainAndTest, tableTask } from './files/labelled'
import type { OwnData } from './files/own'
import { standardizedTargets } from './files/targets'

/** Data that a scenario names and that are not open: says what to do. */
export function notOpen(digest: string): ScenarioError {
  const allowed = 'the digest of data that are open'
  const sentence = `this scenario needs the data with digest ${digest || '(none)'}, which are not open here: open the file with “Open data…”, or --data on the command line`
  return new ScenarioError('file', digest, allowed, sentence)
}

/**
 * The data set of a scenario on user data. The samples come in a random order that depends only on
 * their number; the first n train, the last tenth is held out, or less where n leaves less (`heldOut`).
 */
export function ownData({ data, model, seed }: Scenario, own: OwnData): DataSet {
  const { info, table, task } = own
  if (info.outputs > 1 && !isNetwork(model))
    throw new ScenarioError('model', model.kind, `a network for the ${info.outputs} outputs of ${info.files.join(', ')}`)
  if (task.kind === 'values' && isNetwork(model) && model.loss === 'cross-entropy')
    throw new ScenarioError('loss', model.loss, `squared: ${info.files.join(', ')} holds numbers to be predicted, no classes`)
  if (data.n > info.n) throw new ScenarioError('n', String(data.n), `at most the ${info.n} samples of ${info.files.join(', ')}`)
  if (data.d !== info.d) throw new ScenarioError('d', String(data.d), `${info.d}, as ${info.files.join(', ')} has it`)
  const made = targetsOf(tableTask(table, { task, input: data.input, n: data.n, ...splitOf(own, data.n) }), data.targets, task.kind)
  if (data.intercept === 'on' && made.train.image)
    throw new ScenarioError('intercept', 'on', `off for the images of ${info.files.join(', ')}`)
  const set = dataSetOf(data.intercept === 'on' ? withIntercept(made) : made, data.labelNoise, seed)
  return task.kind === 'values' ? set : { ...set, classes: info.classes }
}

/** The order of the samples, and how many at its end test: a part of all of them, or a test set of their own. */
function splitOf({ info: { n, test } }: OwnData, train: number): { order: Int32Array; nTest: number } {
  const order = permutation(n, 0, STREAM.split, 0)
  if (test === 0) return { order, nTest: Math.min(heldOut(n), n - train) }
  return { order: Int32Array.from({ length: n + test }, (_, i) => (i < n ? order[i] : i)), nTest: test }
}

function targetsOf(made: TrainAndTest, targets: Scenario['data']['targets'], kind: OwnData['task']['kind']): TrainAndTest {
  return targets === 'standardized' && kind === 'values' ? standardizedTargets(made) : made
}

/** A further entry of every sample, which is one. */
function withIntercept({ train, test, map, scales }: TrainAndTest): TrainAndTest {
  const wider = (set: LabelledSet): LabelledSet => {
    const { n, d, X } = set
    const out = new Float64Array(n * (d + 1)).fill(1)
    for (let i = 0; i < n; i++) out.set(X.subarray(i * d, (i + 1) * d), i * (d + 1))
    return { ...set, d: d + 1, X: out }
  }
  return { train: wider(train), test: test && wider(test), ...(map && { map }), ...(scales && { scales }), entries: train.d }
}
