import { expect, it } from 'vitest'
import { hintText } from './hintText'

const element = (hint: string | null, scrollHeight: number, scrollWidth = 100) => {
  return {
    getAttribute: () => hint,
    scrollHeight,
    clientHeight: 32,
    scrollWidth,
    clientWidth: 100,
    textContent: 'All of a long sentence. ',
  }
}

it('is what an element says, or all of its text where that is cut off', () => {
  expect(hintText(element('Add an arm', 32))).toBe('Add an arm')
  expect(hintText(element(null, 49))).toBe('All of a long sentence.')
  expect(hintText(element(null, 32, 140))).toBe('All of a long sentence.')
  expect(hintText(element(null, 32))).toBe('')
})
