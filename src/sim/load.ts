import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import type { Scenario } from '../scenario/types'
import { type DataSet, makeData } from './data'

/** Files that come with the program, read by whoever runs the simulation: fetched in the page, from disk in Node. */
export interface Assets {
  /** public/data/mnist.bin. */
  mnist(): Promise<Uint8Array>
}

/** The data set of a scenario: drawn, or made of the digits. */
export async function loadData({ data, seed }: Scenario, assets: Assets | undefined): Promise<DataSet> {
  if (data.source === 'gaussian') return makeData(data, seed)
  if (!assets) throw new Error('the digits are not at hand here; the page and the command line bring them')
  const [{ digitTask, readMnist }, { finish }] = await Promise.all([import('./files/mnist'), import('./files/progress')])
  const task = data.task === 'pair' ? ({ kind: 'pair', negative: data.minus, positive: data.plus } as const) : ({ kind: 'parity' } as const)
  const side = Number(data.pixels) as 28 | 14 | 7
  const { train } = digitTask(finish(readMnist(await assets.mnist())), { task, side, input: data.input, n: data.n })
  const { n, d, X, Y } = train
  const noise = data.labelNoise > 0 ? normals(new Float64Array(n), seed, STREAM.labelNoise) : null
  const y = noise ? Y.map((v, i) => v + data.labelNoise * noise[i]!) : Y
  return {
    n,
    d,
    X,
    y,
    outputs: 1,
    test: null,
    image: null,
    spectrum: new Float64Array(0),
    teacher: new Float64Array(d),
    labelNoise: data.labelNoise,
  }
}
