/** User data as the data set of a scenario: checks that they fit each other, and splits them into training and test set. */

import { STREAM } from '../lib/philox'
import { permutation } from '../lib/random'
import { heldOut, isNetwork, type Scenario, ScenarioError } from '../scenario'
import { type DataSet, dataSetOf } from './data'
import { tableTask } from './files/labelled'
import type { OwnData } from './files/own'

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
  const order = permutation(info.n, 0, STREAM.split, 0)
  const nTest = Math.min(heldOut(info.n), info.n - data.n)
  return dataSetOf(tableTask(table, { task, input: data.input, n: data.n, nTest, order }), data.labelNoise, seed)
}
