/** Makes a kept run of what is on screen: `keptRun(scope, { name, note, … })`, after `whyNot(scope)` has said that it can be. */

import { Fingerprint } from '../../lib/fingerprint'
import { shortened } from '../../lib/text'
import { encodeFields, encodeLink, FIELDS, loadedPresets, type Scenario } from '../../scenario'
import type { Scope } from '../scope'
import { type KeptArm, type KeptRun, LONGEST_NAME } from './types'

type OnScreen = Pick<Scope, 'store' | 'traces'>
type Said = Pick<KeptRun, 'name' | 'note' | 'savedAt' | 'version' | 'thumbnail'>

/** Fields that decide what is seen of a run and not what it is. */
const SEEN: readonly string[] = [...Object.values(FIELDS.view), FIELDS.run.backend].map(({ name }) => name)

/** A sentence why the run on screen cannot be kept at this moment; null where it can. */
export function whyNot({ store, traces }: OnScreen): string | null {
  const { measured, status, fingerprint } = store.getState()
  if (measured) return 'Measurements of a model are not kept here: they are in the file that they were opened from.'
  if (status === 'failed') return 'There is no run on screen to keep.'
  if (status === 'loading') return 'The run on screen is still being prepared: keep it when its first picture is there.'
  if (!traces.arms.some(({ table }) => table.length > 0)) return 'No row of the run on screen has been measured yet.'
  return fingerprint === '' ? 'The fingerprint of so large a run is known only where it stands: pause it first.' : null
}

/** The run as far as the step on screen, by which its fingerprint is named. */
export function keptRun({ store, traces }: OnScreen, said: Said): KeptRun {
  const { scenario, step, fingerprint } = store.getState()
  const { columns } = traces
  if (!columns) throw new RangeError('keptRun was called before the first row.')
  const link = encodeLink({ ...scenario, view: { ...scenario.view, step } })
  const arms = traces.arms.map(({ id, table, divergence }): KeptArm => {
    const count = table.indexOf(step) + 1
    const rows = new Float64Array(count * columns.width)
    for (let c = 0; c < columns.width; c++) {
      const column = table.column(c)
      for (let row = 0; row < count; row++) rows[row * columns.width + c] = column[row] ?? Number.NaN
    }
    return { id, rows, divergence: divergence && divergence.step <= step ? divergence : null }
  })
  const run = { kind: 'run', ...said, link, step, fingerprint, columns, arms } as const
  return { ...run, id: idOf(run) }
}

/** What tells one kept run from another: its link, its step with the fingerprint, and its rows. */
export function idOf({ link, step, fingerprint, arms }: Omit<KeptRun, 'id'>): string {
  const sum = new Fingerprint().add(codes(link)).add([step]).add(codes(fingerprint))
  for (const { id, rows } of arms) sum.add(codes(id)).add(rows)
  return sum.digest()
}

const codes = (text: string) => Float64Array.from(text, character => character.codePointAt(0) ?? 0)

/** A name for a run: its preset, and what was changed of it. */
export function nameFor(scenario: Scenario): string {
  const title = loadedPresets().get(scenario.preset)?.title ?? scenario.preset
  const fields = encodeFields(scenario).split('&').slice(2)
  const changed = fields.filter(field => ![...SEEN, 'at'].includes(field.split('=')[0] ?? '')).map(field => decodeURIComponent(field))
  const { length } = scenario.events
  const inFlight = fields.some(field => field.startsWith('at=')) && length > 0
  const events = inFlight ? [`${length} ${length === 1 ? 'change' : 'changes'} in flight`] : []
  return shortened([title, ...changed, ...events].join(' · '), LONGEST_NAME)
}
