import { formatValue, type Series } from '../../../../charts'
import {
  type Arm,
  armAt,
  courseOf,
  type Planned,
  plannedCourse,
  type Scenario,
  type Scheduled,
  scheduleFactor,
  usesBatches,
} from '../../../../scenario'
import { settingSymbol } from '../../reading/events'
import { nth } from '../../reading/numbers'
import type { Readout } from '../../reading/readout'
import type { ArmView, View } from '../../reading/view'
import type { Draft } from './draft'

/** Courses of η or B over the run, in words and as lines. */

/** Arms that have it: B is of minibatches. */
const drawnArms = (view: View, of: Scheduled) => (of === 'eta' ? view.arms : view.arms.filter(usesBatches))

/** The courses drawn last: they are asked for several times per drawing. */
let latest: { scenario: Scenario; of: Scheduled; draft: Draft | undefined; courses: Map<string, Planned> } | undefined

function courseIn(scenario: Scenario, id: string, of: Scheduled, draft: Draft | undefined): Planned {
  if (latest?.scenario !== scenario || latest.of !== of || latest.draft !== draft) latest = { scenario, of, draft, courses: new Map() }
  const known = latest.courses.get(id)
  if (known) return known
  const own = draft && draft.of === of && draft.arms.includes(id) ? draft : undefined
  const index = scenario.arms.findIndex(a => a.id === id)
  const course = plannedCourse(scenario, index, of, own)
  latest.courses.set(id, course)
  return course
}

/** The course of every arm over the whole run, and the part of it that has been run. */
export function courseLines(view: View, of: Scheduled, draft: Draft | undefined): { past: Series[]; planned: Series[] } {
  const lines = drawnArms(view, of).map(arm => {
    const { x, y } = courseIn(view.scenario, arm.id, of, draft)
    const end = Math.min(view.lastStep, arm.trace.divergence?.step ?? Number.POSITIVE_INFINITY)
    const planned: Series = { x, y, length: x.length, color: arm.color, label: '' }
    return { planned, past: until(planned, end) }
  })
  return { past: lines.map(l => l.past), planned: lines.map(l => l.planned) }
}

/** A line up to an x, with a point there. */
function until(line: Series, end: number): Series {
  const { x, y } = line
  let count = 0
  while (count < x.length && nth(x, count) <= end) count++
  if (count === 0 || count === x.length || x[count - 1] === end) return { ...line, length: count }
  const [a, b] = [count - 1, count]
  const share = (end - nth(x, a)) / (nth(x, b) - nth(x, a))
  const cut = (v: ArrayLike<number>, last: number) => Float64Array.from({ length: count + 1 }, (_, i) => (i < count ? nth(v, i) : last))
  return { ...line, x: cut(x, end), y: cut(y, nth(y, a) + share * (nth(y, b) - nth(y, a))), length: count + 1 }
}

const topOf = ({ y, length }: Series) => {
  let top = 0
  for (let i = 0; i < length; i++) top = Math.max(top, nth(y, i))
  return top
}

/** The strip's axis where an arm's points are drawn: room above its own line, and lines of much larger rates leave the picture. */
export function axisFor(planned: readonly Series[], arm: ArmView): { rateTop: number; rateLimit: number } {
  const own = Math.max(...planned.filter(line => line.color === arm.color).map(topOf))
  const all = Math.max(...planned.map(topOf))
  return { rateTop: 1.2 * own, rateLimit: Math.max(1.2 * own, Math.min(all, 2.5 * own)) || 1 }
}

/** What is planned for a step that has not been run. */
export function plannedReadout(view: View, of: Scheduled, draft: Draft | undefined, step: number): Readout {
  const rows = drawnArms(view, of).map(arm => {
    const line = until({ ...courseIn(view.scenario, arm.id, of, draft), length: 0, color: arm.color, label: '' }, step)
    return { label: `${arm.label} ${settingSymbol(of)}`, color: arm.color, value: formatValue(nth(line.y, line.length - 1)) }
  })
  return { title: `step ${formatValue(step)}, planned`, rows }
}

/** Where an arm stands in its schedule before a step is taken: "cycle 3 of 10, η rising"; '' for a constant one. */
export function scheduleWords(arm: Arm, of: Scheduled, step: number, steps: number): string {
  // At the end of the run no step is to be taken: the last one speaks.
  const t = Math.max(0, Math.min(step, steps - 1))
  const course = courseOf(arm, of)
  const { kind, period } = course
  if (kind === 'constant') return ''
  const [here, next] = [scheduleFactor(course, of, t), scheduleFactor(course, of, t + 1)]
  const jumps = (kind === 'sawtooth' || kind === 'cosine-restarts') && (t + 1) % period === 0
  const way = jumps || next < here ? 'falling' : next > here ? 'rising' : 'level'
  const moving = `${settingSymbol(of)} ${of === 'B' && jumps ? 'rising' : way}`
  switch (kind) {
    case 'step': {
      const [made, all] = [Math.floor(t / period), Math.floor(Math.max(0, steps - 1) / period)]
      const what = of === 'eta' ? 'drops of η' : 'changes of B'
      return `${made} of ${all} ${what} made`
    }
    case 'cosine':
      return t < period ? `cosine, ${moving}` : 'the cosine over'
    case 'triangular':
    case 'sawtooth':
    case 'cosine-restarts':
      return `cycle ${Math.floor(t / period) + 1} of ${Math.ceil(steps / period)}, ${moving}`
    case 'one-cycle':
      return t < period ? `one cycle, ${moving}` : 'the one cycle over'
    case 'warm-up':
      return t < period ? `warming up, ${moving}` : 'warm-up over'
    case 'wsd':
      return t < period ? `warm-up, stable, decay: ${moving}` : 'the decay over'
    case 'drawn':
      return `${settingSymbol(of)} drawn by hand, ${way}`
  }
}

/** The schedules of the arms at a step, each with those who share it. */
export function schedulesAt(view: View, of: Scheduled, step: number): { who: readonly ArmView[]; words: string }[] {
  const { scenario } = view
  const groups = new Map<string, ArmView[]>()
  for (const arm of drawnArms(view, of)) {
    const settings = armAt(
      scenario,
      scenario.arms.findIndex(a => a.id === arm.id),
      step,
    )
    const words = scheduleWords(settings, of, step, scenario.steps)
    if (words) groups.set(words, [...(groups.get(words) ?? []), arm])
  }
  return [...groups].map(([words, who]) => ({ who, words }))
}

/** "Cycle 3 of 10, η rising." or, where arms differ, "SGD: cycle 3 of 10, η rising. GD: …" */
export function scheduleSentence(view: View, of: Scheduled): string {
  const groups = schedulesAt(view, of, view.step)
  const [first, second] = groups
  // Symbols stay as they are: a capital η is another letter.
  if (first && !second && first.who.length === drawnArms(view, of).length) return `${first.words.replace(/^[a-z]/, c => c.toUpperCase())}.`
  return groups.map(({ who, words }) => `${who.map(a => a.label).join(', ')}: ${words}.`).join(' ')
}

/** The strip in plain words, for "what am I seeing?". */
export function aboutSchedules(view: View, of: Scheduled): string {
  const what = of === 'eta' ? 'η' : 'B'
  const drawn = drawnArms(view, of).some(arm => courseOf(arm.settings, of).kind === 'drawn')
  const edit = drawn
    ? ' Points of the selected arm’s drawn schedule can be dragged, added by a click on the line, and removed by a double-click or Delete. Steps that have been run stay as they were: a change acts from the present step on.'
    : ''
  return `The strip spans the whole run: ${what} as planned in thin lines, up to the last step, and bold where it has been run. ${scheduleSentence(view, of)}${edit}`
}
