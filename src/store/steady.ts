import type { StoreApi } from 'zustand/vanilla'
import { type Arm, checkScenario, normalize, type Scenario, SMALLEST_ETA } from '../scenario'
import type { Gesture } from './gestures'
import { lowered, roundedDown, type Start, withRates } from './stable'
import type { Message, ScopeState } from './state'
import type { ArmTrace, Traces } from './traces'

interface Parts {
  readonly store: StoreApi<ScopeState>
  readonly traces: Traces
  /** The run on screen; negative while another one is being made. */
  run(): number
  restart(scenario: Scenario, by: Gesture): void
  say(message: Message): void
}

/** A run that diverges within so many steps is begun again with smaller steps, so many times. */
const FIRST_STEPS = 1000
const MOST = 6

interface Watched {
  readonly scenario: Scenario
  readonly by: Gesture
  /** As the user wanted it. */
  readonly wanted: Scenario
  /** Whether the thresholds at the start have been looked at. */
  readonly judged: boolean
  readonly left: number
  /** The notice that stood there before it was said that rates were lowered. */
  readonly notice: Message | null
  readonly said: Message | null
}

/** Keeps the learning rates, and the batch sizes, of a problem that the user changed on the stable side of its thresholds, as soon as they are measured. */
export function createSteadying({ store, traces, run, restart, say }: Parts) {
  let watched: Watched | null = null

  function look(): void {
    const { scenario, status } = store.getState()
    if (!watched || status === 'loading' || status === 'failed' || run() < 0) return
    if (!sameRates(scenario, watched.scenario)) {
      watched = null
      return
    }
    const starts = traces.arms.map(arm => startOf(arm, traces))
    const measured = starts.flatMap(start => (start === undefined ? [] : [start]))
    if (!watched.judged && measured.length === scenario.arms.length) judge(watched, scenario, measured)
    else if (watched.judged && traces.lastStep > FIRST_STEPS) watched = null
    else mend(watched, scenario)
  }

  function judge(now: Watched, scenario: Scenario, starts: readonly (Start | null)[]): void {
    watched = { ...now, judged: true }
    const lower = lowered(scenario, starts)
    if (!lower) {
      mend(watched, scenario)
      return
    }
    const limit = lower.changes[0]?.limit
    const stable = limit ? `stable up to about ${Number(limit.eta.toPrecision(2))}, ${limit.formula}` : 'unstable by its noise'
    begin(watched, lower.arms, `at its start this problem is ${stable}`)
  }

  /** Smaller steps for arms that diverged all the same. */
  function mend(now: Watched, scenario: Scenario): void {
    const diverged = scenario.arms.filter((_, i) => (traces.arms[i]?.divergence?.step ?? Number.POSITIVE_INFINITY) <= FIRST_STEPS)
    const step = Math.min(...traces.arms.map(({ divergence }) => divergence?.step ?? Number.POSITIVE_INFINITY))
    const changes = diverged.map(({ eta }) => ({ from: eta, to: Math.max(SMALLEST_ETA, roundedDown(eta / 5)) }))
    const arms = withRates(scenario.arms, changes)
    // Steps of fixed size, and the smallest, are not lowered.
    if (now.left > 0 && arms.some((arm, i) => arm.eta !== scenario.arms[i]?.eta)) begin(now, arms, `the run diverged at step ${step}`)
  }

  function begin(now: Watched, arms: readonly Arm[], why: string): void {
    const { wanted, by, left } = now
    const next = checkScenario(normalize({ ...store.getState().scenario, arms }))
    const { message } = store.getState()
    const notice = now.said !== null && now.said === message ? now.notice : message?.kind === 'notice' ? message : null
    const [eta, B] = [changesText(wanted.arms, arms, 'eta'), changesText(wanted.arms, arms, 'B')]
    const done = [eta && `the learning rate was lowered ${eta}`, B && `the batch size was raised ${B}`].filter(Boolean).join(', ')
    const kept = B ? (eta ? 'η and B as they were' : 'B as it was') : 'η as it was'
    const said: Message = {
      kind: 'notice',
      text: `${notice ? `${notice.text} ` : ''}${done.replace('t', 'T')}: ${why}.`,
      field: eta ? 'eta' : 'B',
      action: { label: `Keep ${kept}`, act: back },
      ...(notice?.action && { also: notice.action }),
    }
    watched = { ...now, scenario: next, left: left - 1, notice, said }
    restart(next, by)
    say(said)

    function back(): void {
      watched = null
      restart(wanted, { name: '', base: wanted, written: false })
    }
  }

  store.subscribe(look)
  return {
    /** A run that begins with a change of data or model, in place of the one that was watched before. */
    watch(scenario: Scenario, by: Gesture): void {
      watched = { scenario, by, wanted: scenario, judged: false, left: MOST, notice: null, said: null }
      look()
    },
  }
}

/** Whether nothing was changed that the rates depend on. */
const sameRates = (a: Scenario, b: Scenario) =>
  a.model === b.model && a.data === b.data && a.arms === b.arms && a.events === b.events && a.init === b.init

/** Each change of a field once. */
function changesText(before: readonly Arm[], after: readonly Arm[], field: 'eta' | 'B'): string {
  const changes = before.flatMap((arm, i) => {
    const now = after[i]?.[field]
    return now === undefined || now === arm[field] ? [] : [`from ${arm[field]} to ${now}`]
  })
  return [...new Set(changes)].join(' and ')
}

/** What the first row of an arm says; null where it does not know, undefined where there is none yet. */
function startOf({ table }: ArmTrace, { columns }: Traces): Start | null | undefined {
  if (!columns || table.length === 0 || table.value(0, 0) !== 0) return undefined
  const { at, first, hessian } = columns
  const read = (column: number | undefined) => (column === undefined ? Number.NaN : table.value(0, column))
  const lambda = Math.max(read(first.lambda), hessian ? read(first.lambda_H) || 0 : 0)
  return lambda > 0 ? { lambda, trace: read(at.trace_G), frob: read(at.frob_G), mu: read(at.mu) } : null
}
