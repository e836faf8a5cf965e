/** Keeps a sweep over a grid with the runs that have come, and brings it back: its plan by the link, its runs into the browser's own. */

import { Fingerprint } from '../../lib/fingerprint'
import { elementAt } from '../../lib/values'
import { decodeLink, encodeLink } from '../../scenario'
import { openKeptParts } from '../keptParts'
import type { Scope } from '../scope'
import { planGrid, SOURCES } from '../studyPlans/grid'
import type { KeptPart, KeptSweep } from './types'

type OnScreen = Pick<Scope, 'store' | 'traces'>
type Said = Pick<KeptSweep, 'name' | 'note' | 'savedAt' | 'version' | 'thumbnail'>

/** How many runs of the sweep on screen have come, and how many there are; null where there is none to keep. */
export function sweepOnScreen({ store, traces }: OnScreen): { readonly done: number; readonly runs: number } | null {
  const study = store.getState().measured ? undefined : traces.studies.get('grid')
  const done = study?.parts.filter(part => part !== undefined).length ?? 0
  return study && done > 0 ? { done, runs: study.tasks.length } : null
}

/** The sweep on screen as far as it has come; null where its plan is another by now. */
export function keptSweep({ store, traces }: OnScreen, said: Said): KeptSweep | null {
  const { scenario, selectedArm, step } = store.getState()
  const plan = planGrid({ scenario, arm: selectedArm, step })
  const study = traces.studies.get('grid')
  if (!study || plan?.key !== study.key || !plan.keptAs) return null
  const { keptAs } = plan
  const parts = study.tasks.flatMap((task, i): KeptPart[] => {
    const part = study.parts[i]
    return part === undefined ? [] : [{ name: keptAs(task), part }]
  })
  const sweep = { kind: 'sweep', ...said, link: encodeLink({ ...scenario, view: { ...scenario.view, step: 0 } }) } as const
  const sum = new Fingerprint()
  for (const text of [sweep.link, ...parts.map(({ name, part }) => `${name} ${part.fingerprint}`)])
    sum.add(Float64Array.from(text, c => c.codePointAt(0) ?? 0))
  return { ...sweep, id: sum.digest(), sources: SOURCES, runs: study.tasks.length, parts }
}

/**
 * Puts the runs of a kept sweep where the study of its link looks for them, and leads there; returns what is to be said. Runs that
 * other sources computed are left out: this version computes them anew.
 */
export async function reopenSweep(
  sweep: KeptSweep,
  go: (link: string) => void,
  place = openKeptParts,
): Promise<{ readonly text: string; readonly bad: boolean }> {
  await import('../../scenario/presets')
  const scenario = decodeLink(sweep.link)
  const plan = planGrid({ scenario, arm: elementAt(scenario.arms, 0).id, step: 0 })
  const tasks = await plan?.tasks(() => Promise.reject(new Error('A sweep asks for no state.')))
  const wanted = new Set(plan?.keptAs ? tasks?.map(plan.keptAs) : [])
  const here = sweep.parts.filter(({ name }) => wanted.has(name))
  const kept = place()
  const refused = (await Promise.all(here.map(({ name, part }) => kept.keep(name, part)))).find(why => why !== null) ?? null
  go(sweep.link)
  if (refused !== null)
    return { text: `The runs of “${sweep.name}” could not be put back: ${refused}. They can be computed anew.`, bad: true }
  if (sweep.sources !== SOURCES)
    return {
      text: `“${sweep.name}” was computed by other sources (Noisescope ${sweep.version}): its runs are computed anew here.`,
      bad: false,
    }
  return { text: `“${sweep.name}”: ${here.length} of its ${sweep.runs} runs are here again.`, bad: false }
}
