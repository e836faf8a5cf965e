import { expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { gpuNote } from './onGpu'

const backend = { id: 'webgl', precision: 'f32', device: 'X', software: false, reason: '' } as const
const note = (link: string, id: 'wasm' | 'webgl' = 'webgl') => gpuNote({ backend: { ...backend, id }, scenario: decodeLink(link) })

it('says of a run on a GPU what it is worth, and which steps the processor takes', () => {
  expect(note('s=two-layer&arms=sgd', 'wasm')).toBe('')
  expect(note('s=two-layer&arms=sgd')).toBe('A GPU computes here: the picture agrees to rounding only.')
  expect(note('s=two-layer&arms=sgd&xi=isotropic')).toMatch(
    /other than minibatch, or that keep a part of their gradient, step in float64 on the processor\.$/,
  )
})
