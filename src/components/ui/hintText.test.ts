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
    parentElement: null,
  }
}

it('is what an element says, or all of its text where that is cut off', () => {
  expect(hintText(element('Add an arm', 32))).toBe('Add an arm')
  expect(hintText(element(null, 49))).toBe('All of a long sentence.')
  expect(hintText(element(null, 32, 140))).toBe('All of a long sentence.')
  expect(hintText(element(null, 32))).toBe('')
})

it('is all of the text that an element is a part of, where that is cut off', () => {
  const within = (whole: ReturnType<typeof element> | null) => ({
    ...element(null, 32),
    textContent: 'long',
    parentElement: { closest: (selector: string) => (selector === '[data-hint-cut]' ? whole : null) },
  })
  expect(hintText(within(element(null, 49)))).toBe('All of a long sentence.')
  expect(hintText(within(element(null, 32)))).toBe('')
  expect(hintText(within(null))).toBe('')
})
