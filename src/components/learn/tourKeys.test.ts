import { expect, it } from 'vitest'
import { nextStop } from './tourKeys'

it('leads Tab round and round, both ways', () => {
  const all = ['close', 'back', 'next', 'slider']
  expect(nextStop(all, 'next', false)).toBe('slider')
  expect(nextStop(all, 'slider', false)).toBe('close')
  expect(nextStop(all, 'close', true)).toBe('slider')
  expect(nextStop(all, 'next', true)).toBe('back')
})

it('leads from elsewhere to the first or the last, and nowhere where nothing is', () => {
  expect(nextStop(['a', 'b'], null, false)).toBe('a')
  expect(nextStop(['a', 'b'], 'c', true)).toBe('b')
  expect(nextStop([], null, false)).toBeUndefined()
})
