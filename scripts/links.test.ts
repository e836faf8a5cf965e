import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { armAt, decodeLink, encodeLink } from '../src/scenario'

const DOCS = join(import.meta.dirname, '../docs')
const documents = [...readdirSync(DOCS).filter(f => f.endsWith('.md')), '../README.md'].map(f => readFileSync(join(DOCS, f), 'utf8'))

it('every link that the documents give opens, and is written as it would be', () => {
  const links = documents.flatMap(text => [...text.matchAll(/`#((?:v=1&)?s=[^`\s]*)`/g)].map(([, link = '']) => link))
  expect(links.length).toBeGreaterThan(10)
  for (const link of links) expect(decodeLink(encodeLink(decodeLink(link)))).toEqual(decodeLink(link))
})

it('the example of several changes does what the guide says', () => {
  const [, at] = /`at=([^`]*,[^`]*)`/.exec(documents.join('\n'))!
  const scenario = decodeLink(`s=linear-anisotropic&eta=0.5&B=4&at=${at}`)
  const settings = (step: number) => scenario.arms.map((_, a) => armAt(scenario, a, step)).map(({ eta, B }) => [eta, B])
  const [sgd, gd] = [0, 1]
  expect(at).toBe('120:sgd.eta:0.62,300:B:8,300:eta:0.1')
  expect(settings(119)[sgd]).toEqual([0.5, 4])
  expect([settings(120)[sgd], settings(120)[gd]?.[0]]).toEqual([[0.62, 4], 0.5])
  expect(settings(299)).toEqual(settings(120))
  expect([settings(300)[sgd], settings(300)[gd]?.[0]]).toEqual([[0.1, 8], 0.1])
  // At equal steps the later one stays.
  const twice = decodeLink('s=linear-anisotropic&at=10:eta:0.3,10:eta:0.2')
  expect(armAt(twice, sgd, 10).eta).toBe(0.2)
  const [, curve] = /`(700:curve:[^`]*)`/.exec(documents.join('\n'))!
  expect(decodeLink(`s=linear-anisotropic&at=700:schedule:drawn,${curve}`).events).toHaveLength(2)
})
