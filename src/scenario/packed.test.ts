import { createHash } from 'node:crypto'
import { strToU8, zlibSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { ScenarioError } from './error'
import { LONGEST_LINK } from './link'
import { decodeLink, encodeLink } from './packed'
import { PRESETS } from './presets'
import { salvageLink } from './salvage'
import type { Scenario } from './types'

/** A run of so many changes under the hand. */
function changed(count: number): Scenario {
  const events = Array.from({ length: count }, (_, i) => {
    return { step: 100 + 37 * i, arm: i % 3 ? 'sgd' : '', field: 'eta' as const, value: 0.01 + ((i * 61) % 97) / 1000 }
  })
  return { ...PRESETS.get('linear-anisotropic')!.scenario, seed: 11, steps: 1_000_000, events }
}

const packedPart = (link: string) => link.split('&').find(part => part.startsWith('z='))!

describe('long links', () => {
  it.each([120, 3000, 50_000])('of %i changes lead to the same scenario, and are canonical', count => {
    const s = changed(count)
    const link = encodeLink(s)
    expect(link).toMatch(/^v=1&s=linear-anisotropic&seed=11&steps=1000000&z=1[\w-]+$/)
    const back = decodeLink(link)
    expect(back).toEqual(s)
    expect(encodeLink(back)).toBe(link)
  })

  it('are packed only where readable fields are too long, and stay readable as far as they can', () => {
    const lengths = [60, 80, 100, 120].map(count => encodeLink(changed(count)))
    for (const link of lengths) expect(link.includes('&z=')).toBe(link.length <= LONGEST_LINK && !link.includes('&at='))
    expect(encodeLink(changed(60))).toContain('&at=100:eta:0.01,')
  })

  it('have the text that they always had', () => {
    const sha = createHash('sha256')
      .update(encodeLink(changed(500)))
      .digest('hex')
    expect(sha.slice(0, 16)).toBe('2dd664fec6b374cc')
  })

  it('may be completed by hand', () => {
    expect(decodeLink(`${encodeLink(changed(200))}&B=8`).arms[0]?.B).toBe(8)
  })

  it('keep every readable field where one character of what is packed is another', () => {
    const link = encodeLink(changed(300))
    const packed = packedPart(link)
    for (let at = 2; at < packed.length; at += 7) {
      const bad = packed.slice(0, at) + (packed[at] === 'A' ? 'B' : 'A') + packed.slice(at + 1)
      const { scenario, problems } = salvageLink(link.replace(packed, bad))
      expect(problems.map(p => p.field)).toEqual(['z'])
      expect(scenario).toMatchObject({ preset: 'linear-anisotropic', seed: 11, steps: 1_000_000, events: [] })
    }
  })

  it.each([
    ['cut off', 'z=1eNpL'],
    ['empty', 'z='],
    ['of another packing', packedPart(encodeLink(changed(300))).replace('z=1', 'z=2')],
    ['no base64url', 'z=1<b>'],
    ['doubled', 'z=1&z=1'],
    ['a few bytes that hold many', `z=1${Buffer.from(zlibSync(new Uint8Array(9e6))).toString('base64url')}`],
    ['no fields', `z=1${Buffer.from(zlibSync(strToU8('<script>'))).toString('base64url')}`],
  ])('that are %s are refused', (_, text) => {
    expect(() => decodeLink(`s=linear-anisotropic&${text}`)).toThrow(ScenarioError)
    expect(salvageLink(`s=linear-anisotropic&seed=3&${text}`).scenario.seed).toBe(3)
  })
})

describe('links that cannot be read as a whole', () => {
  const read = (link: string) => {
    const { scenario, problems, some } = salvageLink(link)
    return { scenario, some, problems: problems.map(({ field, found }) => `${field}=${found}`) }
  }
  it.each([
    ['s=linear-anisotropic&eta=0.3&B=x&seed=5', ['B=x']],
    ['s=linear-anisotropic&eta=0.3&B=201&seed=5', ['sgd.B=201']],
    ['s=linear-anisotropic&eta=0.3&who.eta=1&colour=red&seed=5', ['field=colour', 'who.eta=who']],
    ['v=9&s=linear-anisotropic&eta=0.3&n=%E0%A4%A&seed=5', ['link=n=%E0%A4%A', 'v=9']],
    ['s=linear-anisotropic&eta=0.3&seed=5&seed=6', ['seed=6']],
    [`s=linear-anisotropic&eta=0.3&seed=5&values=${'1,'.repeat(1500)}1`, ['link=3044 characters']],
    ['s=nothing&eta=0.3&seed=5', ['s=nothing']],
  ])('keep the rest: case %#', (link, problems) => {
    const got = read(link)
    expect(got.problems).toEqual(problems)
    expect(got.some).toBe(true)
    expect(got.scenario.seed).toBe(5)
    expect(got.scenario.arms[0]?.eta).toBe(0.3)
  })

  it('keep the changes that can be', () => {
    const { scenario, problems } = read('s=linear-anisotropic&at=5:B:2,7:B:900,x:B:3,9:n:3,11:eta:0.2')
    expect(scenario.events.map(e => [e.step, e.value])).toEqual([
      [5, 2],
      [11, 0.2],
    ])
    expect(problems).toEqual(['at=x:B:3', 'at=n', 'at.B=900'])
  })

  it('say when nothing is left but the preset, and when nothing is wrong', () => {
    expect(read('s=linear-anisotropic&eta=abc')).toMatchObject({ some: false, problems: ['eta=abc'] })
    expect(read('s=linear-anisotropic&eta=0.2')).toMatchObject({ some: true, problems: [] })
  })
})
