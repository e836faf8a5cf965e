import { expect, it } from 'vitest'
import { countText, dateText, notKeptText, sizeText, sweepText } from './words'

it('sizes have two or three digits', () => {
  expect([0, 1200, 31_900, 999_499, 999_500, 1.26e6, 62.4e6, 999.5e6, 11.3e9].map(sizeText)).toEqual([
    ...['1 kB', '1 kB', '32 kB', '999 kB', '1.0 MB', '1.3 MB', '62 MB', '1.0 GB', '11 GB'],
  ])
})

it('a time that cannot be read stands as it is', () => {
  expect(dateText('2026-11-30T12:00:00Z')).toMatch(/30 Nov 2026, \d\d:00/)
  expect(dateText('some day')).toBe('some day')
})

it('says what can be done where nothing was kept', () => {
  expect(notKeptText('its storage is full')).toMatch(/^Nothing was kept: this browser says that its storage is full\. Delete/)
  expect(notKeptText('its storage is closed to this page')).toMatch(/Allow this page to store data/)
  expect([countText(1), countText(3, 'imported')]).toEqual(['1 is kept', '3 are imported'])
  expect([sweepText({ done: 24, runs: 24 }), sweepText({ done: 7, runs: 24 })]).toEqual(['sweep of 24 runs', 'sweep, 7 of 24 runs'])
})
