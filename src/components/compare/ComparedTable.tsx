import { X } from 'lucide-react'
import type { KeptRun } from '../../store/kept/types'
import { Rich } from '../panels/frame/Rich'
import { useScope } from '../scope'
import { later } from '../ui/deferred'
import type { Comparison } from './comparison'
import type { Row } from './differences'

interface Props {
  readonly comparison: Comparison
  readonly onRemove: (run: KeptRun) => void
}

/** A column for every run, the one on screen first: settings that differ, then results. */
export function ComparedTable({ comparison: { runs, unread, differences, results, arm }, onRemove }: Props) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className="compared-table" aria-label="Compared runs" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">live</th>
              {runs.map(run => (
                <th key={run.id} scope="col">
                  <Head run={run} letter={run.letter} onRemove={onRemove} />
                </th>
              ))}
            </tr>
          </thead>
          <Rows title="Settings that differ" rows={differences} none="none" marked />
          <Rows title={arm && `Results of ${arm}`} rows={results} none="not yet" rich />
        </table>
      </section>
      {unread.map(run => (
        <p key={run.id} className="compared-unread">
          {`${run.letter}, “${run.name}”, cannot be read by this version: ${run.why}.`}
          <Remove run={run} letter={run.letter} onRemove={onRemove} />
        </p>
      ))}
    </>
  )
}

interface HeadProps {
  readonly run: KeptRun
  readonly letter: string
  readonly onRemove: Props['onRemove']
}

function Head({ run, letter, onRemove }: HeadProps) {
  const scope = useScope()
  return (
    <span className="compared-head">
      <b>{letter}</b>
      <button
        type="button"
        className="link-button"
        data-hint={`Open “${run.name}” in place of the run on screen; the Back button returns`}
        onClick={() => void later(() => import('../kept/actions')).then(({ openKept }) => openKept(scope, run))}
      >
        {run.name}
      </button>
      <Remove {...{ run, letter, onRemove }} />
    </span>
  )
}

function Remove({ run, letter, onRemove }: HeadProps) {
  const says = `Take ${letter}, “${run.name}”, away`
  return (
    <button type="button" className="icon-button small" aria-label={says} data-hint={says} onClick={() => onRemove(run)}>
      <X size={14} aria-hidden />
    </button>
  )
}

interface RowsProps {
  readonly title: string
  readonly rows: readonly Row[]
  /** What stands there without rows. */
  readonly none: string
  /** Cells that are not as on screen stand out. */
  readonly marked?: boolean
  /** Cells are words and symbols of the page's own, with subscripts. */
  readonly rich?: boolean
}

function Rows({ title, rows, none, marked = false, rich = false }: RowsProps) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" className="compared-group" colSpan={rows.length === 0 ? 1 : (rows[0]?.cells.length ?? 0) + 1}>
          {title}
        </th>
        {rows.length === 0 && <td>{none}</td>}
      </tr>
      {rows.map(({ label, cells }) => (
        <tr key={label}>
          <th scope="row">{label}</th>
          {cells.map((cell, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is known by its place
            <td key={i} data-other={(marked && cell !== cells[0]) || undefined} data-hint={cell} data-hint-cut>
              {rich ? <Rich text={cell} /> : cell}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}
