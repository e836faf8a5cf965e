import { CATAPULT, EDGE_WINDOW, type EdgeVerdict, ETA_PUSH, edgeVerdict, type Push, type Pushed } from '../../../lib/catapult'
import { armColors, armName } from '../../../scenario'
import { number } from '../reading/numbers'
import { partsOf } from '../reading/studies'
import type { View } from '../reading/view'

/** How a push is called in words. */
export const PUSH_NAMES = { none: 'unchanged', eta: `η·${ETA_PUSH}`, batch: 'B/2' } as const satisfies Record<Push, string>
export const PUSHES = Object.keys(PUSH_NAMES) as Push[]

/** The arm that was forked, where, and what its continuations came to. */
export interface EdgeTest {
  readonly label: string
  readonly color: number
  readonly id: string
  readonly step: number
  /** By push, those that there are. */
  readonly pushed: readonly Pushed[]
  readonly verdict: EdgeVerdict
  /** Continuations that were asked for and have not come. */
  readonly missing: number
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** What is known of the last trial; undefined before any, and where the run had diverged before the fork. */
export function edgeTestOf(view: View): EdgeTest | undefined {
  const parts = partsOf(view, 'edge-test')
  const [first] = parts
  if (!first || first.trials.length === 0) return undefined
  const index = view.scenario.arms.findIndex(arm => arm.id === first.arm)
  const pushed = PUSHES.flatMap((push): Pushed[] => {
    const rises = parts.flatMap(({ trials }) => trials.filter(trial => trial.push === push).map(trial => trial.rise))
    const catapults = rises.filter(rise => rise >= CATAPULT).length
    return rises.length > 0 ? [{ push, count: rises.length, catapults, rise: median(rises) }] : []
  })
  return {
    ...{ id: first.arm, step: first.step, pushed, verdict: edgeVerdict(pushed) },
    label: armName(first.arm),
    color: armColors(view.scenario.arms)[index] ?? 0,
    missing: (view.traces.studies.get('edge-test')?.tasks.length ?? 0) - parts.length,
  }
}

const VERDICTS: Record<EdgeVerdict, string> = {
  edge: 'is at an edge',
  'no edge': 'is at no edge',
  restless: 'is restless by itself, so that a push tells nothing',
}

/** "SGD is at no edge at step 800: over 300 steps the largest loss is 1.1 times the largest of the 50 before with B/2 (0 of 4 catapult), …" */
export function edgeTestSentence(view: View): string {
  const found = edgeTestOf(view)
  if (!found) return partsOf(view, 'edge-test').length > 0 ? 'The run had diverged before that step.' : 'Waiting for the first trial.'
  const { label, step, pushed, verdict, missing } = found
  const of = ({ push, rise, catapults, count }: Pushed, at: number) =>
    `${rise === Number.POSITIVE_INFINITY ? 'beyond all bounds' : `${number(rise, 2)} times`} ${at === 0 ? `the largest of the ${EDGE_WINDOW.before} before ` : ''}${push === 'none' ? 'unchanged' : `with ${PUSH_NAMES[push]}`} (${catapults} of ${count} catapult)`
  const so = missing > 0 ? ` ${missing} more trials were asked for.` : ''
  return `${label} ${VERDICTS[verdict]} at step ${number(step)}: over ${EDGE_WINDOW.after} steps the largest loss is ${pushed.toReversed().map(of).join(', ')}. A catapult is ${number(CATAPULT)} times or more.${so}`
}
