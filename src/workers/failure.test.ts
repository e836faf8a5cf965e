import { expect, it } from 'vitest'
import { PART_MISSING } from '../lib/fault'
import { ScenarioError } from '../scenario'
import { failureOf } from './failure'

it.each([
  'Failed to fetch dynamically imported module: https://host/assets/network-BafzfwVd.js',
  'error loading dynamically imported module: https://host/assets/network-BafzfwVd.js',
  'Importing a module script failed.',
])('says in words that a part of a worker did not come, whatever the browser calls it: %s', message => {
  expect(failureOf(new TypeError(message))).toEqual({
    name: PART_MISSING,
    message: 'A part of the program could not be fetched; check the connection and reload the page',
  })
})

it('keeps other messages, and the field of a scenario', () => {
  expect(failureOf(new RangeError('too long'))).toEqual({ name: 'RangeError', message: 'too long' })
  expect(failureOf('odd')).toEqual({ name: 'Error', message: 'odd' })
  expect(failureOf(new ScenarioError('B', '900', '1 to 200'))).toMatchObject({ field: 'B', found: '900', allowed: '1 to 200' })
})
