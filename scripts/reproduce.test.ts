import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FINDINGS } from '../src/components/gallery/findings'
import { decodeLink, PRESETS } from '../src/scenario'
import type { Claim } from './reproduce/claim'
import { CLAIMS } from './reproduce/claims'
import { asksTheSame, changesOf, documentOf, verdictsIn } from './reproduce/document'
import { moduleOf } from './reproduce/module'

const page = readFileSync(new URL('../docs/reproduction.md', import.meta.url), 'utf8')

const claim = (id: string): Claim => ({
  ...{ id, short: 'a', claim: 'a|b', source: 's', link: 's=escape', published: 'p', asked: 'q' },
  measure: () => Promise.reject(new Error('not measured')),
})

describe('the page of reproductions', () => {
  it('has a verdict for every claim and no other, and links that open', () => {
    expect([...verdictsIn(page).keys()]).toEqual(CLAIMS.map(({ id }) => id))
    for (const { link } of CLAIMS) if (link) expect(() => decodeLink(link)).not.toThrow()
    for (const { claim: text } of CLAIMS) expect(page).toContain(text.replaceAll('|', '\\|'))
  })

  it('says what the gallery says, on cards that there are', () => {
    const finding = new Map(FINDINGS.map(found => [found.id, found]))
    const rows = CLAIMS.map(claim => ({ claim, finding: finding.get(claim.id) ?? expect.fail(claim.id) }))
    expect(page).toBe(documentOf(rows))
    expect(FINDINGS).toEqual(JSON.parse(moduleOf(rows).split('readonly Found[] = ')[1] ?? ''))
    for (const { id, presets } of FINDINGS) {
      expect(presets, id).not.toHaveLength(0)
      for (const preset of presets) expect(PRESETS.has(preset), `${id}: ${preset}`).toBe(true)
    }
  })

  it('tells verdicts that have changed, and those that are gone, from new ones', () => {
    const written = (...rows: [string, 'reproduced' | 'not reproduced'][]) =>
      documentOf(rows.map(([id, verdict]) => ({ claim: claim(id), finding: { measured: '1', verdict } })))
    const before = written(['a', 'reproduced'], ['b', 'reproduced'], ['c', 'reproduced'])
    expect(changesOf(before, written(['a', 'reproduced'], ['b', 'not reproduced'], ['d', 'reproduced']))).toEqual([
      'b: reproduced → not reproduced',
      'c: reproduced → no longer measured',
    ])
    expect(changesOf('', before)).toEqual([])
    expect([claim('a'), { ...claim('a'), asked: 'more' }].map(of => asksTheSame(before, of))).toEqual([true, false])
    expect(before).toContain('| a\\|b | s | `#s=escape` | 1 | p | q | <span id="a">reproduced</span> |')
  })
})
