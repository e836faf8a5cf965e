import { placesOf, placesText } from '../../lib/lists'
import type { OwnState } from '../../store'

type Proposal = NonNullable<OwnState['asking']>['proposal']

/** What a column of a table is used for. */
export type Role = 'input' | 'target' | 'out'

/** The role of every column under the guess. */
export function rolesOf({ columns, guess, targets }: Pick<Proposal, 'columns' | 'guess' | 'targets'>): Role[] {
  const out = new Set(
    placesOf(guess.drop, columns.length, part => {
      throw new RangeError(`no column ${part}`)
    }),
  )
  return columns.map((_, k) => (out.has(k) ? 'out' : targets.includes(k) ? 'target' : 'input'))
}

const placesIn = (roles: readonly Role[], role: Role) => placesText(roles.flatMap((r, k) => (r === role ? [k] : [])))

/** Targets and columns left out, where a column takes another role. A new target of numbers may join others, each of which can be changed. */
export function withRole(roles: readonly Role[], k: number, role: Role): { target: string; drop: string } {
  const next = roles.map((r, i) => (i === k ? role : r))
  return { target: placesIn(next, 'target'), drop: placesIn(next, 'out') }
}
