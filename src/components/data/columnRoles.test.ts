import { expect, it } from 'vitest'
import { AS_BEFORE } from '../../lib/dataChoice'
import { rolesOf, withRole } from './columnRoles'

/** Columns by their names, of which nothing else is asked. */
const column = (name: string) =>
  ({ name, kind: 'number', distinct: 9, more: false, missing: 0, min: 0, max: 8, of: 0, whole: true }) as const
const proposal = (drop: string, ...targets: readonly number[]) => ({
  columns: ['id', 'a', '4', '1', 'y'].map(column),
  guess: { ...AS_BEFORE, drop },
  targets,
})

it('are those of the guess, whatever the columns are called', () => {
  expect(rolesOf(proposal('1', 4))).toEqual(['out', 'input', 'input', 'input', 'target'])
  expect(rolesOf(proposal('1', 2))).toEqual(['out', 'input', 'target', 'input', 'input'])
  expect(rolesOf(proposal('', 1, 3))).toEqual(['input', 'target', 'input', 'target', 'input'])
  expect(rolesOf(proposal('1-3'))).toEqual(['out', 'out', 'out', 'input', 'input'])
})

it('change one by one', () => {
  const roles = rolesOf(proposal('1', 4))
  expect(withRole(roles, 3, 'target')).toEqual({ target: '4,5', drop: '1' })
  expect(withRole(roles, 4, 'input')).toEqual({ target: '', drop: '1' })
  expect(withRole(roles, 0, 'input')).toEqual({ target: '5', drop: '' })
})
