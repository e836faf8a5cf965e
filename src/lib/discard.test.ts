import { expect, it } from 'vitest'
import { discard } from './discard'

it('gives the memory of arrays back, where the engine can, and leaves others alone', () => {
  const [gone, kept] = [new Float64Array(8), new Float64Array(8).fill(1)]
  discard(gone)
  expect(gone.length).toBe('transfer' in ArrayBuffer.prototype ? 0 : 8)
  expect([...kept]).toEqual(new Array(8).fill(1))
})
