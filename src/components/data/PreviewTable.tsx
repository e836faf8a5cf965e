import { formatValue } from '../../charts'
import { shortened } from '../../lib/text'
import type { OwnState } from '../../store'
import { type Role, rolesOf, withRole } from './columnRoles'

type Asking = NonNullable<OwnState['asking']>
type Proposal = Asking['proposal']

interface Props {
  readonly proposal: Proposal
  readonly onAnswer: (asked: Asking['asked']) => void
}

/** Columns that are shown; those between the first and the last of a wider table have no place here. */
const SHOWN = 24
const ROWS = 5
const ROLES: Readonly<Record<Role, string>> = { input: 'input', target: 'target', out: 'left out' }
const KINDS: Readonly<Record<Proposal['columns'][number]['kind'], string>> = {
  number: 'numbers',
  text: 'text',
  class: 'names',
  index: 'counts the rows',
  constant: 'constant',
  duplicate: 'repeated',
}

/** The first rows of a table, and what each of its columns is used for. */
export function PreviewTable({ proposal, onAnswer }: Props) {
  const { columns, preview } = proposal
  const roles = rolesOf(proposal)
  const all = columns.map((_, k) => k)
  const shown = all.length <= SHOWN ? all : [...all.slice(0, SHOWN / 2), ...all.slice(-SHOWN / 2)]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="import-table" tabIndex={0} aria-label="First rows and the use of each column">
      <table>
        <thead>
          <tr>
            {shown.map(k => (
              <th key={k} scope="col">
                {shortened(columns[k]?.name ?? '', 24)}
                <span className="import-kind">{columns[k] ? factsOf(columns[k]) : ''}</span>
                <select
                  aria-label={`use of ${columns[k]?.name}`}
                  data-role={roles[k]}
                  value={roles[k]}
                  onChange={event => onAnswer(withRole(roles, k, event.target.value as Role))}
                >
                  {Object.entries(ROLES).map(([role, words]) => (
                    <option key={role} value={role}>
                      {words}
                    </option>
                  ))}
                </select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.slice(0, ROWS).map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place
            <tr key={i}>
              {shown.map(k => (
                <td key={k} data-role={roles[k]}>
                  {shortened(row[k] ?? '', 20)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < all.length ? <p>{formatValue(all.length - shown.length)} columns in the middle are not shown.</p> : null}
    </section>
  )
}

function factsOf({ kind, min, max, distinct, more, missing }: Proposal['columns'][number]): string {
  const facts =
    kind === 'number'
      ? `${formatValue(min)} to ${formatValue(max)}`
      : kind === 'class'
        ? `${distinct}${more ? '+' : ''} ${KINDS[kind]}`
        : KINDS[kind]
  return missing > 0 ? `${facts}, ${formatValue(missing)} missing` : facts
}
