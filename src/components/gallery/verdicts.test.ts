import { expect, it } from 'vitest'
import { FINDINGS } from './findings'
import { verdictsOf } from './verdicts'

it('gives each preset the verdicts of its claims, in words and with a mark of their own', () => {
  const shown = [...new Set(FINDINGS.flatMap(({ presets }) => presets))].flatMap(verdictsOf)
  expect(shown).toHaveLength(FINDINGS.flatMap(({ presets }) => presets).length)
  for (const { short, verdict, mark } of shown) {
    expect(FINDINGS.some(found => found.short === short && found.verdict === verdict)).toBe(true)
    expect(mark).toBe({ reproduced: '✓', 'not reproduced': '✗', 'not testable here': '–' }[verdict])
  }
  expect(verdictsOf('no such preset')).toEqual([])
})
