import { expect, it } from 'vitest'
import { FIELDS } from '../../scenario'
import { allowedText, sentence } from './allowedText'

it('speaks of numbers with grouped digits and of choices by their labels', () => {
  expect(allowedText(FIELDS.arm.B)).toBe('a whole number from 1 to 20\u2009000')
  expect(allowedText(FIELDS.arm.eta)).toBe('a number from 0.000001 to 1\u2009000')
  expect(allowedText(FIELDS.arm.sampling)).toBe('with replacement, without replacement, reshuffled epochs')
  expect(allowedText(FIELDS.sweep.values)).toBe('1 to 16 whole numbers from 1 to 65\u2009536, separated by commas')
})

it('ends with one full stop, also after a choice that ends with one', () => {
  expect(sentence('samples per minibatch')).toBe('Samples per minibatch.')
  expect(sentence('η times the factor')).toBe('η times the factor.')
  expect(sentence(`Choices: ${allowedText(FIELDS.model.kind)}`)).toMatch(/Zhu et al\.$/)
})
