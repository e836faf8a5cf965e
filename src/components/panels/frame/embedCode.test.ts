import { expect, it } from 'vitest'
import { decodeLink, encodeLink, openingPreset } from '../../../scenario'
import { embedCode } from './embedCode'

it('is a frame whose address opens the scenario with one panel, whatever stands in it', () => {
  const { scenario } = openingPreset()
  const changed = { ...scenario, seed: 9, view: { ...scenario.view, yother: 'loss,flatness' } }
  const code = embedCode('https://example.org/scope/', 'loss', 'Loss "L" & more', changed)
  expect(code).toContain('title="Noisescope: Loss &quot;L&quot; &amp; more"')
  const address = (/src="([^"]*)"/.exec(code)?.[1] ?? '').replaceAll('&amp;', '&')
  const { search, hash } = new URL(address)
  expect(search).toBe('?embed=1&panel=loss')
  expect(hash.slice(1)).toBe(encodeLink(changed))
  expect(decodeLink(hash)).toEqual(changed)
})

it('plays from the start, also where the page was opened at a step', () => {
  const code = embedCode('https://example.org/scope/', 'loss', 'Loss', {
    ...openingPreset().scenario,
    view: { ...openingPreset().scenario.view, step: 90 },
  })
  expect(code).not.toContain('step=')
})
