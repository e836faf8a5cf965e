import type { StoreApi } from 'zustand/vanilla'
import { fetched } from '../lib/fault'
import { elementAt } from '../lib/values'
import type { FileLike } from '../workers/protocol'
import type { Job } from '../workers/studies/job'
import type { PartOf, StudyKind, TaskOf } from '../workers/studies/kinds'
import type { StartEnsemble, StartStudy } from './environment'
import { openKeptParts } from './keptParts'
import type { ScopeState, StudyStatus } from './state'
import { STUDY_PLANS } from './studyPlans'
import type { AskState, Plan } from './studyPlans/plan'
import type { Traces } from './traces'

/** Milliseconds without a change before a study starts by itself. */
const QUIET_MS = 400

interface Parts {
  readonly store: StoreApi<ScopeState>
  readonly traces: Traces
  readonly start: StartStudy
  readonly startEnsemble: StartEnsemble
  readonly state: AskState
  now(): number
  /** Files of user data by their digest, as far as they are open. */
  files(digest: string): readonly FileLike[]
  complain(error: unknown, again?: () => void): void
  /** What the user should know. */
  tell(text: string): void
}

const STUDY_KINDS = Object.keys(STUDY_PLANS) as StudyKind[]

/** The studies of the scenario on screen: starts them, takes in their parts, and forgets what has gone out of date. */
export function createStudies({ store, traces, start, startEnsemble, state, now, files, complain, tell }: Parts) {
  // Follows the run by itself once there is one.
  let ensemble: Promise<{ dispose(): void } | undefined> | undefined
  const kept = openKeptParts()
  const running = new Map<StudyKind, { key: string; job: Job | null }>()
  const refused = new Set<string>()
  /** The plan of each kind whose parts were last looked for. */
  const looked = new Map<StudyKind, string | undefined>()
  let waiting: ReturnType<typeof setTimeout> | undefined

  const say = (kind: StudyKind, status: StudyStatus | undefined) =>
    store.setState(({ studies }) => ({ studies: { ...studies, [kind]: status } }))

  function planOf(kind: StudyKind): Plan<StudyKind> | null {
    const { scenario, selectedArm, step } = store.getState()
    return STUDY_PLANS[kind]({ scenario, arm: selectedArm || elementAt(scenario.arms, 0).id, step }) as Plan<StudyKind> | null
  }

  async function followEnsemble(): Promise<{ dispose(): void } | undefined> {
    try {
      const code = await fetched('the ensemble', import('./ensemble'))
      return code.followEnsemble({ store, traces, start: startEnsemble, files, tell })
    } catch (error) {
      ensemble = undefined
      complain(error, follow)
      return undefined
    }
  }

  function end(kind: StudyKind): void {
    running.get(kind)?.job?.cancel()
    running.delete(kind)
  }

  /** What is known of the parts of a plan from before, here or in the browser's storage. */
  async function recall(
    kind: StudyKind,
    { key, keptAs }: Plan<StudyKind>,
    tasks: readonly TaskOf<StudyKind>[],
  ): Promise<readonly unknown[]> {
    if (!keptAs) return []
    const here = traces.studies.get(kind)
    const found = await kept.find(tasks.map(keptAs))
    return here?.key === key ? found.map((part, i) => part ?? here.parts[i]) : found
  }

  function show(kind: StudyKind, key: string, tasks: readonly TaskOf<StudyKind>[], known: readonly unknown[]): void {
    traces.startStudy(kind, key, tasks)
    for (const [index, part] of known.entries()) if (part !== undefined) traces.addPart(kind, index, part as PartOf<StudyKind>)
  }

  /** Shows what is kept of a study that does not start by itself, and goes on with one that was under way. */
  async function goOn(kind: StudyKind, plan: Plan<StudyKind>): Promise<void> {
    const wanted = () => !running.has(kind) && traces.studies.get(kind) === undefined && planOf(kind)?.key === plan.key
    try {
      const tasks = await plan.tasks(state)
      const [known, underWay] = await Promise.all([recall(kind, plan, tasks), kept.underWay()])
      if (!wanted()) return
      if (underWay === plan.key) return await run(kind, plan)
      if (known.every(part => part === undefined)) return
      show(kind, plan.key, tasks, known)
      say(kind, { phase: 'kept' })
    } catch {
      // A plan that cannot be says so when it is started.
    }
  }

  async function run(kind: StudyKind, plan: Plan<StudyKind>): Promise<void> {
    end(kind)
    const mine: { key: string; job: Job | null } = { key: plan.key, job: null }
    const current = () => running.get(kind) === mine
    running.set(kind, mine)
    const since = now()
    say(kind, { phase: 'running', done: 0, total: 1, since })
    try {
      const tasks = await plan.tasks(state)
      const known = await recall(kind, plan, tasks)
      if (!current()) return
      show(kind, plan.key, tasks, known)
      const missing = [...tasks.keys()].filter(index => known[index] === undefined)
      if (plan.keptAs) void kept.setUnderWay(plan.key)
      const { weightOf, weights = weightOf && tasks.map(weightOf) } = plan
      let warned = false
      const keep = async (task: TaskOf<StudyKind>, part: PartOf<StudyKind>) => {
        const why = plan.keptAs ? await kept.keep(plan.keptAs(task), part) : null
        if (why === null || warned) return
        warned = true
        tell(`This browser keeps no more of the study (${why}): what is computed stays until the page is closed, and its CSV can be saved.`)
      }
      mine.job = start(
        kind,
        missing.map(index => elementAt(tasks, index)),
        {
          ...(weights && { weights: missing.map(index => weights[index] ?? 1) }),
          files: files(store.getState().scenario.data.file),
          onPart(at, part) {
            if (!current()) return
            const index = elementAt(missing, at)
            traces.addPart(kind, index, part)
            void keep(elementAt(tasks, index), part)
          },
          onReplaced: why => current() && tell(`A worker of the study stopped (${why}). Another one does its part again.`),
          onProgress: (done, total) => current() && say(kind, { phase: 'running', done, total, since }),
        },
      )
      await mine.job.done
      if (!current()) return
      say(kind, { phase: 'done', seconds: (now() - since) / 1000 })
      if (plan.keptAs) void kept.setUnderWay(null)
    } catch (error) {
      if (current()) say(kind, { phase: 'failed', text: (error as Error).message })
    } finally {
      if (current()) running.delete(kind)
    }
  }

  /** Ends and forgets what the scenario no longer asks for, and starts what it asks for by itself. */
  function follow(): void {
    if (store.getState().scenario.ensemble.R > 0) ensemble ??= followEnsemble()
    clearTimeout(waiting)
    const wanted: [StudyKind, Plan<StudyKind>][] = []
    for (const kind of STUDY_KINDS) {
      const plan = planOf(kind)
      const known = running.get(kind)?.key ?? traces.studies.get(kind)?.key
      if (known !== undefined && known !== plan?.key) {
        end(kind)
        traces.dropStudy(kind)
        say(kind, undefined)
      }
      if (plan?.automatic && known !== plan.key && !refused.has(plan.key)) wanted.push([kind, plan])
      else if (plan?.keptAs && known !== plan.key && looked.get(kind) !== plan.key) void goOn(kind, plan)
      looked.set(kind, plan?.key)
    }
    if (wanted.length)
      waiting = setTimeout(() => {
        for (const [kind, plan] of wanted) {
          // Meanwhile it may have been started by hand, and even ended.
          const known = running.get(kind)?.key ?? traces.studies.get(kind)?.key
          if (planOf(kind)?.key === plan.key && known !== plan.key && !refused.has(plan.key)) void run(kind, plan)
        }
      }, QUIET_MS)
  }

  return {
    follow,
    start(kind: StudyKind): void {
      const plan = planOf(kind)
      if (!plan) return
      refused.delete(plan.key)
      void run(kind, plan)
    },
    /** What has come so far stays on screen. */
    cancel(kind: StudyKind): void {
      const known = running.get(kind)
      if (!known) return
      refused.add(known.key)
      end(kind)
      if (planOf(kind)?.keptAs) void kept.setUnderWay(null)
      say(kind, { phase: 'cancelled' })
    },
    dispose(): void {
      void ensemble?.then(e => e?.dispose())
      clearTimeout(waiting)
      for (const kind of STUDY_KINDS) end(kind)
    },
  }
}
