import { expect, it } from 'vitest'
import { directionOf, inSymbols } from './symbolText'

it('cuts a text at its symbols, the longest that stand there', () => {
  expect(inSymbols('μ 1.08 · α 0.98', ['μ', 'α', 'β'])).toEqual(['', 'μ', ' 1.08 · ', 'α', ' 0.98'])
  expect(inSymbols('‖G‖_F is below √(B/μ)/η.', ['‖G‖', '‖G‖_F', '√(B/μ)/η', 'μ', 'η'])).toEqual([
    '',
    '‖G‖_F',
    ' is below ',
    '√(B/μ)/η',
    '.',
  ])
  expect(inSymbols('muμ and λ₁₂', ['μ', 'λ₁'])).toEqual(['muμ and λ₁₂'])
  expect(inSymbols('μ', [])).toEqual(['μ'])
})

it('reads the direction of a symbol', () => {
  expect(['v₁', 'g(v₂₄)', 'μ', 'v', 'λ₁'].map(directionOf)).toEqual([1, 24, 0, 0, 0])
})
