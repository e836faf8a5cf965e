/**
 * Loads the data of a scenario: drawn, the digits, or user data. Whoever runs the simulation passes `Assets`,
 * which read the files.
 */

import { Fault } from '../lib/fault'
import { NO_TICK, type Tick } from '../lib/tick'
import { checkCarried, type DataSettings, digitsOf, imageSide, type Scenario } from '../scenario'
import { type DataSet, dataSetOf, drawData } from './data'
import type { Mnist } from './files/mnist'
import type { OwnData } from './files/own'
import { finish } from './files/progress'
import type { Task } from './files/tasks'

/** Files that come with the program, read by whoever runs the simulation: fetched in the page, from disk in Node. */
export interface Assets {
  /** public/data/mnist.bin. */
  mnist(): Promise<Uint8Array>
  /** All of MNIST, where it is available: read only where the subset is too small. */
  allDigits?(n: number): Promise<Mnist>
  /** User data with the digest and the choice of a scenario's data, if they are open here. */
  own?(data: DataSettings): OwnData | null | Promise<OwnData | null>
}

/** What is to be classified: one output of ±1, or a one-hot row of ten. */
function taskOfDigits({ task, minus, plus }: DataSettings): Task {
  switch (task) {
    case 'pair':
      return { kind: 'pair', negative: minus, positive: plus }
    case 'parity':
      return { kind: 'parity' }
    case 'ten':
      return { kind: 'one-hot', classes: 10 }
  }
}

/** Fetched for teachers that are not linear. */
const labellingOf = async ({ teacher }: DataSettings) =>
  teacher === 'dense' || teacher === 'sparse' ? undefined : (await import('./teacher')).labelFunction

/** The data set of a scenario: drawn, made of the digits, or from user files; label noise acts on the training targets alone. */
export async function loadData(scenario: Scenario, assets: Assets | undefined, tick: Tick = NO_TICK): Promise<DataSet> {
  const { data, seed } = scenario
  switch (data.source) {
    case 'gaussian':
      return inSlices(drawData(data, seed, await labellingOf(data)), tick)
    case 'hops':
      return (await import('./questions')).drawQuestions(data, seed)
    case 'file':
      return loadOwn(scenario, assets)
    case 'mnist':
      return loadDigits(scenario, assets)
  }
}

async function inSlices<T>(steps: Generator<number, T, void>, tick: Tick): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await tick(step.value)
  }
}

async function loadDigits(scenario: Scenario, assets: Assets | undefined): Promise<DataSet> {
  const { data, seed } = scenario
  if (!assets) throw new Fault('The digits are not available here', 'pass the assets that the page and the command line bring')
  const side = imageSide(data)
  const { digitTask } = await import('./files/mnist')
  const chosen = { task: taskOfDigits(data), side, input: data.input, n: data.n }
  return dataSetOf(digitTask(await digits(scenario, assets), chosen), data.labelNoise, seed)
}

/** The subset with its 500 test digits, or all 70,000 where it is too small: then all 10,000 of the test set. */
async function digits(scenario: Scenario, assets: Assets): Promise<Mnist> {
  const { n } = scenario.data
  const { allDigits, readMnist } = await import('./files/mnist')
  if (n <= digitsOf(scenario.data)) return finish(readMnist(await assets.mnist()))
  if (!assets.allDigits) checkCarried(scenario)
  return allDigits(await assets.allDigits!(n))
}

async function loadOwn(scenario: Scenario, assets: Assets | undefined): Promise<DataSet> {
  const { notOpen, ownData } = await import('./own')
  const own = await assets?.own?.(scenario.data)
  if (!own) throw notOpen(scenario.data.file)
  return ownData(scenario, own)
}
