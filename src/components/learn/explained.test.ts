import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const text = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8').replace(/\s+/g, ' ')

it('explains the cycles with the number that is reproduced', () => {
  const row = text('reproduction.md')
    .split('| With cyclical')
    .find(part => part.includes('id="clr-flatness"'))!
  const measured = /(\d\.\d+ ± \d\.\d+)/.exec(row)?.[1]
  expect(measured).toBeDefined()
  expect(row).toContain('ten seeds')
  const caption = /After ten cycles[^<]*/.exec(text('explained.html'))?.[0]
  expect(caption).toContain(`${measured} of GD’s`)
  expect(caption).toContain('over ten seeds')
})

it('says of the bound of SGD that it is one of the mean', () => {
  const section = /id="escape">.*?id="cycles"/.exec(text('explained.html'))![0]
  expect(section).toContain('<em>expected</em> loss')
  expect(section).toContain('in this mean square')
  expect(section).not.toContain('SGD can stay in')
})
