import type { StoreApi } from 'zustand/vanilla'
import { Table } from '../lib/table'
import type { Scenario } from '../scenario'
import type { EnsembleClient } from '../workers/ensemble/client'
import type { EnsembleReport, FromEnsemble } from '../workers/ensemble/messages'
import type { FileLike } from '../workers/protocol'
import type { StartEnsemble } from './environment'
import type { ScopeState } from './state'
import type { EnsembleTrace, Traces } from './traces'

interface Parts {
  readonly store: StoreApi<ScopeState>
  readonly traces: Traces
  readonly start: StartEnsemble
  /** Files of user data by their digest, as far as they are open. */
  files(digest: string): readonly FileLike[]
  /** What the user should know. */
  tell(text: string): void
}

/** Keeps the ensemble of the scenario on screen at the step of its run, as long as it has one. */
export function followEnsemble({ store, traces, start, files, tell }: Parts): { dispose(): void } {
  let client: EnsembleClient | null = null
  /** The problem whose ensemble could not be made: it is not asked for again. */
  let failed = ''
  /** The problem at which a worker died: another one has taken it up, and has not come to the step of the run yet. */
  let again = ''
  let asked: ScopeState | null = null
  let arrived: Pick<ScopeState, 'scenario' | 'step' | 'split'> | null = null

  function answered(answer: FromEnsemble): void {
    const question = asked
    asked = null
    if (answer.type === 'failed') {
      const problem = question ? problemOf(question.scenario) : ''
      if (answer.failure.name === 'WorkerCrash' && again !== problem) {
        again = problem
        arrived = null
        tell(`The worker of the replicas stopped (${answer.failure.message}). Another one takes them through the run again.`)
        follow()
        return
      }
      client?.dispose()
      client = null
      failed = problem
      traces.setEnsemble({ ...empty(), failed: answer.failure.message })
      return
    }
    arrived = answer.arrived ? question : null
    if (arrived) again = ''
    traces.setEnsemble(taken(traces.ensemble ?? empty(), answer))
    follow()
  }

  function follow(): void {
    const now = store.getState()
    if (now.scenario.ensemble.R === 0) {
      client?.dispose()
      client = asked = arrived = null
      failed = ''
      if (traces.ensemble) traces.setEnsemble(null)
      return
    }
    if (asked || now.status === 'loading' || now.status === 'failed') return
    if (arrived?.scenario === now.scenario && arrived.step === now.step && arrived.split === now.split) return
    if (failed && failed === problemOf(now.scenario)) return
    failed = ''
    client ??= start(answered)
    asked = now
    client.ask({ scenario: now.scenario, step: now.step, split: now.split, files: files(now.scenario.data.file) })
  }

  const stop = store.subscribe(follow)
  follow()
  return {
    dispose() {
      stop()
      client?.dispose()
      client = null
    },
  }
}

const problemOf = ({ model, data, init, seed, ensemble, precision, arms }: Scenario) =>
  JSON.stringify([model, data, init, seed, ensemble.R, precision, arms.map(arm => arm.kind)])

function empty(): EnsembleTrace {
  return {
    columns: [],
    rows: new Table(0),
    exact: new Table(2),
    escapes: null,
    cloud: null,
    step: 0,
    R: 0,
    net: null,
    machine: null,
    first: Number.NaN,
    rho: Number.NaN,
    inexact: null,
    refused: null,
    failed: null,
  }
}

/** What is known after a report; escapes and ρ stay until there are newer ones. */
function taken(before: EnsembleTrace, report: EnsembleReport): EnsembleTrace {
  const { exact } = before
  const { columns } = report
  const rows = before.rows.width === columns.length ? before.rows : new Table(columns.length)
  rows.truncate(report.keep)
  rows.append(report.rows)
  exact.truncate(report.keepExact)
  exact.append(report.exact)
  const { step, R, net, machine, first, inexact, refused, arrived } = report
  const rho = arrived ? report.rho : before.rho
  const escapes = report.escapes ?? before.escapes
  // A cloud of what is past or undone is none of these replicas.
  const cloud = report.cloud ?? (before.cloud && before.cloud.step <= report.keep ? before.cloud : null)
  return { columns, rows, exact, escapes, cloud, step, R, net, machine, first, rho, inexact, refused, failed: null }
}
