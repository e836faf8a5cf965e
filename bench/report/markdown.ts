/** docs/performance.md as text: `performanceText(results)` from what `npm run bench -- all --json FILE` has written. */
import type { Machine } from '../core/machine'
import { type Cell, outcomes, type Row, short } from '../core/row'
import { figures } from './figures'

export interface Results {
  readonly machine: Machine
  readonly rows: readonly Row[]
  /** Parts that could not run, and why. */
  readonly failed: readonly string[]
}

const MARK = { true: 'met', false: '**not met**', null: 'open' }

export function performanceText({ machine, rows, failed }: Results): string {
  const told = rows.flatMap(outcomes)
  const count = (met: boolean | null) => told.filter(o => o.met === met).length
  return [
    '# Performance',
    '',
    'Written by `npm run bench -- report`; measured by `npm run bench -- all --json FILE`. All contestants take turns, round by round, in one run.',
    'Numbers are medians, with the quartiles in brackets; CPU time where one thread works, wall time where two do. Times differ from machine to',
    'machine and from day to day: only ratios mean something.',
    '',
    ...figures(rows).map(line => `* ${line}`),
    '',
    `Of ${told.length} targets ${count(true)} are met, ${count(false)} are not, ${count(null)} could not be measured.`,
    '',
    '## Where and when',
    '',
    '| | |',
    '| --- | --- |',
    ...about(machine).map(([name, value]) => `| ${name} | ${value} |`),
    ...busy(machine),
    ...failed.map(line => `| could not run | ${line} |`),
    '',
    ...sections(rows),
  ].join('\n')
}

function about({ date, cpu, cores, memory, system, load, versions }: Machine): [string, string][] {
  return [
    ['date', date],
    ['processor', `${cpu}, ${cores} cores, ${memory} GiB`],
    ['system', system],
    ['load average before and after', load.join(', ')],
    ...Object.entries(versions),
  ]
}

/** Our own work is one process at a time, or two. */
function busy({ cores, load }: Machine): string[] {
  const most = Math.max(...load)
  if (most <= cores + 0.5) return []
  return [`| beware | other work kept the machine busy (load ${most} on ${cores} cores): wall times and rows of two threads mean little |`]
}

function sections(rows: readonly Row[]): string[] {
  const titleOf = (row: Row) => (row.unit ? `${row.group}, ${row.unit}` : row.group)
  return [...new Set(rows.map(titleOf))].flatMap(title => {
    const members = rows.filter(row => titleOf(row) === title)
    return ['', `## ${title}`, '', ...table(members), ...notes(members)]
  })
}

function table(rows: readonly Row[]): string[] {
  const whos = [...new Set(rows.flatMap(row => row.cells.map(cell => cell.who)))]
  const judged = rows.some(row => row.targets.length > 0)
  const head = ['', ...whos, ...(judged ? ['to reach', 'outcome'] : [])]
  const lines = rows.map(row => {
    const cells = whos.map(who => inWords(row.cells.find(cell => cell.who === who)))
    const told = outcomes(row)
    const verdict = judged
      ? [
          told.map(o => o.target).join('<br>'),
          told.map(o => `${o.found}: ${MARK[`${o.met}`]}${o.bound ? `, ${o.bound}` : ''}`).join('<br>'),
        ]
      : []
    return [row.name, ...cells, ...verdict]
  })
  return [head, head.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |`)
}

function inWords(cell: Cell | undefined): string {
  if (!cell || 'missing' in cell) return '–'
  return cell.rounds < 2 ? short(cell.median) : `${short(cell.median)} (${short(cell.lower)}–${short(cell.upper)})`
}

function notes(rows: readonly Row[]): string[] {
  const missing = rows.flatMap(row => row.cells.flatMap(cell => ('missing' in cell ? [`${cell.who}: ${cell.missing}`] : [])))
  const said = [...new Set([...rows.flatMap(row => (row.note ? [row.note] : [])), ...missing])]
  return said.length > 0 ? ['', ...said.map(line => `* ${line}`)] : []
}
