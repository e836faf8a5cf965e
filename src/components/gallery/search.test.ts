import { expect, it } from 'vitest'
import { PRESETS } from '../../scenario'
import { CLAIMS } from './claims'
import { groupsFor } from './search'

it('holds every preset once', () => {
  const ids = CLAIMS.flatMap(claim => Object.keys(claim.presets))
  expect([...ids].sort()).toEqual([...PRESETS.keys()].sort())
})

it('finds presets by any of their words, in any order, and groups what it finds by claim', () => {
  expect(groupsFor('', PRESETS).flatMap(g => g.entries)).toHaveLength(PRESETS.size)
  const found = groupsFor('digits SGD', PRESETS)
  expect(found.map(g => g.title)).toContain('Cyclical rates')
  for (const { title, says, entries } of found)
    for (const e of entries) expect(`${title} ${says} ${e.id} ${e.title} ${e.reading} ${e.source}`.toLowerCase()).toMatch(/digits/)
  expect(groupsFor('cohen', PRESETS).flatMap(g => g.entries.map(e => e.id))).toEqual(['edge-of-stability'])
  expect(groupsFor('no such words', PRESETS)).toEqual([])
})
