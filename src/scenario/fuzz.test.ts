import { describe, expect, it } from 'vitest'
import { mutations, notFinite, trials } from '../lib/mutation.fixture'
import { ScenarioError } from './error'
import { decodeLink, encodeLink } from './packed'
import { PRESETS } from './presets'
import { salvageLink } from './salvage'
import { parseScenario } from './schema'
import type { Scenario } from './types'

const ALPHABET = '0123456789.,:;&=#%eE+-_~abdgnstuvz<>/"\u0000é'

/** What was read is finite and stands in a link; what was refused is said. */
function outcome(read: () => Scenario): 'read' | 'refused' {
  try {
    const scenario = read()
    expect(notFinite(scenario)).toEqual([])
    return 'read'
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    expect(error.message.length).toBeGreaterThan(10)
    expect(error.allowed).not.toMatch(/undefined|\[object|Invalid|Unrecognized|Too /)
    expect(error.field && error.allowed).toBeTruthy()
    return 'refused'
  }
}

describe('mutated again and again', () => {
  const scenarios = [...PRESETS.values()].map(preset => preset.scenario)

  it('scenarios are read or refused in words', () => {
    const { one, json, below } = mutations(1)
    const ends = { read: 0, refused: 0 }
    for (let trial = trials(100_000, 3000); trial > 0; trial--) {
      let value: unknown = one(scenarios)
      for (let k = below(3); k >= 0; k--) value = json(value)
      // As a file holds it, in which there are no other numbers.
      const text = JSON.stringify(value)
      ends[outcome(() => parseScenario(JSON.parse(text)))]++
    }
    expect(Math.min(ends.read, ends.refused)).toBeGreaterThan(50)
  })

  it('links are read or refused in words, and give a scenario in any case', () => {
    const { one, text, below } = mutations(2)
    const many = Array.from({ length: 200 }, (_, i) => ({ step: i, arm: '', field: 'eta', value: 0.1 + i / 1000 }))
    const long = encodeLink(parseScenario({ version: 1, arms: [{ id: 'sgd', kind: 'sgd' }], events: many }))
    expect(long).toContain('z=')
    const links = [...scenarios.map(encodeLink), long, 's=escape&at=10:eta:0.2,20:sgd.B:2,30:curve:0;1;50;0.1']
    const ends = { read: 0, refused: 0 }
    for (let trial = trials(100_000, 3000); trial > 0; trial--) {
      const link = below(4) ? text(one(links), ALPHABET) : `${one(links)}&${text(one(links), ALPHABET)}`
      const end = outcome(() => decodeLink(link))
      ends[end]++
      if (end === 'read' && trial % 20 === 0) expect(decodeLink(encodeLink(decodeLink(link)))).toEqual(decodeLink(link))
      if (trial % 5) continue
      const { scenario, problems } = salvageLink(link)
      expect(notFinite(scenario)).toEqual([])
      expect(problems.length > 0).toBe(end === 'refused')
      expect(decodeLink(encodeLink(scenario))).toEqual(scenario)
    }
    expect(Math.min(ends.read, ends.refused)).toBeGreaterThan(50)
  })
})
