/** Kept runs as views beside the run on screen; fetched where some lie there. */

import { Fault, messageOf } from '../../../lib/fault'
import { armColors, decodeLink, type Scenario } from '../../../scenario'
import { tracesOf } from '../../../store/kept/traces'
import type { KeptRun } from '../../../store/kept/types'
import { type Beside, type View, viewAt } from './view'

const LETTERS = ['A', 'B', 'C', 'D'] as const

/** What their links say, or why they cannot be read. */
const links = new WeakMap<KeptRun, Scenario | string>()

function readLink(kept: KeptRun): Scenario | string {
  const before = links.get(kept)
  if (before !== undefined) return before
  let said: Scenario | string
  try {
    said = decodeLink(kept.link)
  } catch (error) {
    said = messageOf(error)
  }
  links.set(kept, said)
  return said
}

/** The scenario of a kept run, with the changes that were made in flight; throws where `whyUnread` says why. */
export function scenarioOf(kept: KeptRun): Scenario {
  const said = readLink(kept)
  if (typeof said === 'string')
    throw new Fault(`the link of “${kept.name}” could not be read: ${said}`, 'open it with the version that kept it')
  return said
}

/** The colours of arms as those of the run on screen have them: of the same name, else of the same kind, else their own. */
function colorsLike({ arms }: Scenario, live: Scenario): number[] {
  const [own, shown] = [armColors(arms), armColors(live.arms)]
  return arms.map(({ id, kind }, a) => {
    const named = live.arms.findIndex(arm => arm.id === id)
    const alike = named >= 0 ? named : live.arms.findIndex(arm => arm.kind === kind)
    return shown[alike] ?? own[a] ?? a
  })
}

/** A kept run at a step, or at its end where it is shorter, in the colours of the scenario on screen. */
export function keptView(kept: KeptRun, live: Scenario, step: number, selectedArm: string): View {
  const scenario = scenarioOf(kept)
  const traces = tracesOf(kept)
  const like = live.arms.find(({ id }) => id === selectedArm)
  const selected = scenario.arms.find(({ id }) => id === selectedArm) ?? scenario.arms.find(({ kind }) => kind === like?.kind)
  const view = viewAt(traces, scenario, selected?.id ?? '', Math.min(step, kept.step), colorsLike(scenario, live))
  return { ...view, scenario: { ...scenario, view: live.view } }
}

/** How charts and tables call the kept runs beside the run on screen, in their order. */
export const letterOf = (i: number): string => LETTERS[i] ?? ''

/** The kept runs in their order, A to D, beside the run on screen; without those whose links this version cannot read. */
export function besideOf(runs: readonly KeptRun[], live: Scenario, step: number, selectedArm: string): Beside[] {
  return runs.flatMap((kept, i) => {
    if (whyUnread(kept)) return []
    return [{ id: kept.id, letter: letterOf(i), name: kept.name, view: keptView(kept, live, step, selectedArm) }]
  })
}

/** Why the link of a kept run cannot be read; '' where it can. */
export function whyUnread(kept: KeptRun): string {
  const said = readLink(kept)
  return typeof said === 'string' ? said : ''
}
