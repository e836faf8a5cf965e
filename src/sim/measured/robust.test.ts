import { beforeAll, expect, it } from 'vitest'
import { mutations, trials } from '../../lib/mutation.fixture'
import { NO_TICK } from '../../lib/tick'
import { createBackend } from '../backends/create'
import type { Backend } from '../backends/types'
import { DataFileError } from '../files/error'
import { fileOf } from '../files/testing'
import { scenarioOf } from '../testing/scenario.fixture'
import { columnsOfCheckpoints, measureCheckpoint } from './measure'
import { type Given, npzOf } from './npz.fixture'
import { openMeasurements } from './open'

let reference: Backend
beforeAll(async () => {
  reference = await createBackend('reference')
})

const [arm] = scenarioOf({ arms: [{ id: 'sgd', kind: 'sgd', eta: 0.1, B: 2 }] }).arms
const settings = { arm, given: { eta: true, B: true }, k: 2, sigma: 'centred', batches: 9, edge: 'on', seed: 1 } as const

/** Whether a file is measured or refused; anything else is thrown on. */
async function outcome(file: Uint8Array): Promise<'measured' | 'refused'> {
  try {
    const { checkpoints } = await openMeasurements([fileOf('m.npz', file)], { whole: 200, strip: 64 })
    const columns = columnsOfCheckpoints(checkpoints, 2)
    for (const checkpoint of checkpoints) await measureCheckpoint(checkpoint, columns, settings, reference, NO_TICK)
    return 'measured'
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error
    expect(error.message.length).toBeGreaterThan(10)
    return 'refused'
  }
}

const of = (shape: readonly number[], type: 'f4' | 'f8' = 'f8'): Given => ({
  ...{ shape, type },
  values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 37) % 11) - 4.5),
})
const numbers = (...values: number[]): Given => ({ shape: values.length > 1 ? [values.length] : [], values })
const FILES = {
  plain: npzOf({ residuals: of([3]), jacobian: of([3, 12]), lr: numbers(0.5), hessian_eigenvalues: of([2]) }),
  several: npzOf({
    residuals_0: of([2, 2], 'f4'),
    jacobian_0: of([2, 2, 9], 'f4'),
    residuals_1: of([3]),
    features_1: of([3, 2]),
    step: numbers(3, 7),
  }),
  packed: npzOf({ residuals: of([3]), jacobian: of([3, 2]), loss: numbers(3) }, true),
}

it.each(Object.entries(FILES))('%s: a file with changed, cut or doubled bytes is measured or refused', async (_, file) => {
  const { bytes } = mutations(4)
  const found = new Set([await outcome(file)])
  expect([...found]).toEqual(['measured'])
  for (let k = 0; k < trials(10_000, 300); k++) found.add(await outcome(bytes(file)))
  expect(found.has('refused')).toBe(true)
})

it('shapes and numbers at the edge of what there is are measured or refused', async () => {
  const { below, one } = mutations(5)
  const side = () => one([0, 1, 1, 2, 3, 4])
  const shape = () => Array.from({ length: below(5) }, side)
  const edge = () => one([0, -0, 1, -1, 1e300, -1e300, 1e-320, Number.NaN, Number.POSITIVE_INFINITY])
  const found = { measured: 0, refused: 0 }
  for (let k = 0; k < trials(10_000, 300); k++) {
    const n = 1 + below(4)
    const names = ['jacobian', 'gram', 'features', 'loss', 'step', 'lr', 'batch_size', 'parameters', 'hessian_eigenvalues']
    const good: Record<string, Given> = { residuals: of([n]), [one(['jacobian', 'features'])]: of([n, 1 + below(6)]) }
    const name = one([...names, 'residuals', 'residuals_1', 'jacobian_0'])
    const sides = below(2) ? shape() : (good[name]?.shape ?? [])
    const values = Float64Array.from({ length: sides.reduce((a, b) => a * b, 1) }, () => (below(3) ? below(5) - 2 : edge()))
    found[await outcome(npzOf({ ...good, [name]: { shape: sides, values } }))]++
  }
  expect(Math.min(found.measured, found.refused)).toBeGreaterThan(20)
})
