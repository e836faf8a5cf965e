import { Fault } from '../lib/fault'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import { checkCarried, digitsOf } from '../scenario/digits'
import type { DataSettings, Scenario } from '../scenario/types'
import { type DataSet, makeData } from './data'
import type { Mnist } from './files/mnist'
import type { OwnData } from './files/own'
import type { Task } from './files/tasks'

/** Files that come with the program, read by whoever runs the simulation: fetched in the page, from disk in Node. */
export interface Assets {
  /** public/data/mnist.bin. */
  mnist(): Promise<Uint8Array>
  /** All of MNIST, where it is at hand: asked for only where the subset is too small. */
  allDigits?(n: number): Promise<Mnist>
  /** The user's own data with a digest, if they are open here. */
  own?(digest: string): OwnData | null | Promise<OwnData | null>
}

/** What is to be told apart: one output of ±1, or a one-hot row of ten. */
function taskOf({ task, minus, plus }: DataSettings): Task {
  if (task === 'pair') return { kind: 'pair', negative: minus, positive: plus }
  return task === 'ten' ? { kind: 'one-hot', classes: 10 } : { kind: 'parity' }
}

/** The data set of a scenario: drawn, made of the digits, or of the user's own files; label noise acts on the training targets alone. */
export async function loadData(scenario: Scenario, assets: Assets | undefined): Promise<DataSet> {
  const { data, seed } = scenario
  if (data.source === 'gaussian') return makeData(data, seed)
  if (data.source === 'file') return loadOwn(scenario, assets)
  if (!assets) throw new Fault('The digits are not at hand here', 'pass the assets that the page and the command line bring')
  const side = Number(data.pixels) as 28 | 14 | 7
  const { digitTask } = await import('./files/mnist')
  const { train, test } = digitTask(await digits(scenario, assets), { task: taskOf(data), side, input: data.input, n: data.n })
  const { n, d, X, Y, outputs, image } = train
  const noise = data.labelNoise > 0 ? normals(new Float64Array(Y.length), seed, STREAM.labelNoise) : null
  const y = noise ? Y.map((v, i) => v + data.labelNoise * noise[i]) : Y
  return {
    n,
    d,
    X,
    y,
    outputs,
    test: test && { n: test.n, X: test.X, y: test.Y },
    image,
    spectrum: new Float64Array(0),
    teacher: new Float64Array(d),
    labelNoise: data.labelNoise,
  }
}

/** The subset with its 500 test digits, or all 70,000 where it is too small: then all 10,000 of the test set. */
async function digits(scenario: Scenario, assets: Assets): Promise<Mnist> {
  const { n } = scenario.data
  const [{ allDigits, readMnist }, { finish }] = await Promise.all([import('./files/mnist'), import('./files/progress')])
  if (n <= digitsOf(scenario.data)) return finish(readMnist(await assets.mnist()))
  if (!assets.allDigits) checkCarried(scenario)
  return allDigits(await assets.allDigits!(n))
}

async function loadOwn(scenario: Scenario, assets: Assets | undefined): Promise<DataSet> {
  const { notOpen, ownData } = await import('./own')
  const own = await assets?.own?.(scenario.data.file)
  if (!own) throw notOpen(scenario.data.file)
  return ownData(scenario, own)
}
