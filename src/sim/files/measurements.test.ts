import { expect, it } from 'vitest'
import { encodeNpz } from '../../lib/npz'
import { holdMeasurements } from './measurements'
import { fileOf, text } from './testing'

const array = (count: number) => ({ data: new Float64Array(count), shape: [count] })
const measured = (count: number) => encodeNpz({ residuals_0: array(3), jacobian_0: array(count) })

it('tells measurements from data by the directory of an archive, whatever else it holds', async () => {
  const file = fileOf('m.npz', measured(1_000_000))
  let read = 0
  const slice = (from: number, to: number) => {
    read += to - from
    return file.slice(from, to)
  }
  expect(await holdMeasurements([{ ...file, slice }])).toBe(true)
  expect(read).toBeLessThan(2_200_000)
  expect(await holdMeasurements([fileOf('data.npz', encodeNpz({ X: array(4), y: array(2) }))])).toBe(false)
  expect(await holdMeasurements([fileOf('a.csv', text('a,b'))])).toBe(false)
  // What is wrong with it is said by who reads it.
  expect(await holdMeasurements([fileOf('cut.npz', measured(9).subarray(0, 200))])).toBe(false)
})

it('refuses measurements beside data', async () => {
  const files = [fileOf('a.csv', text('a,b')), fileOf('m.npz', measured(9))]
  await expect(holdMeasurements(files)).rejects.toThrow('m.npz holds measurements of a model and a.csv does not: open them apart')
})
