import { describe, expect, it } from 'vitest'
import { colorOf, contrast, DARK, LIGHT, readable, withAlpha } from './theme'

describe('themes', () => {
  it.each([
    ['light', LIGHT],
    ['dark', DARK],
  ] as const)('%s: text stands out from the panel by 4.5 at least', (_, theme) => {
    for (const color of [theme.muted, theme.ink2, theme.ink, theme.good, theme.warn, theme.accent, ...theme.arms]) {
      expect(contrast(readable(theme, color), theme.panel)).toBeGreaterThanOrEqual(4.5)
    }
  })
  it('leave a colour alone that is readable already', () => {
    expect(readable(LIGHT, LIGHT.ink)).toBe(LIGHT.ink)
  })
})

it('colours by arm or by name', () => {
  expect(colorOf(LIGHT, 1)).toBe(LIGHT.arms[1])
  expect(colorOf(LIGHT, 5)).toBe(LIGHT.arms[1])
  expect(colorOf(LIGHT, '#123456')).toBe('#123456')
  expect(withAlpha('#ff8000', 0.5)).toBe('rgba(255, 128, 0, 0.500)')
})
