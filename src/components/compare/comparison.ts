/** All that the table of compared runs shows, read at one moment. */
import type { Scenario } from '../../scenario'
import type { KeptRun } from '../../store/kept/types'
import { letterOf, scenarioOf, whyUnread } from '../panels/reading/kept'
import type { View } from '../panels/reading/view'
import { differencesOf, type Row } from './differences'
import { type Print, resultsOf } from './results'

export interface Comparison {
  /** The runs that are compared with the one on screen, in the order of the columns. */
  readonly runs: readonly (KeptRun & { readonly letter: string })[]
  /** Those whose links cannot be read, and why. */
  readonly unread: readonly (KeptRun & { readonly letter: string; readonly why: string })[]
  readonly differences: readonly Row[]
  readonly results: readonly Row[]
  /** Whose results they are. */
  readonly arm: string
}

/** The run on screen against the kept runs beside it. */
export function comparisonOf(live: View, scenario: Scenario, kept: readonly KeptRun[], print: Print): Comparison {
  const all = kept.map((run, i) => ({ ...run, letter: letterOf(i), why: whyUnread(run) }))
  const runs = all.filter(({ why }) => why === '')
  return {
    runs,
    unread: all.filter(({ why }) => why !== ''),
    differences: differencesOf([scenario, ...kept.filter(run => whyUnread(run) === '').map(scenarioOf)]),
    results: resultsOf(live, [print, ...runs]),
    arm: live.selected?.label ?? '',
  }
}

/** How the columns are called. */
export const headsOf = ({ runs }: Comparison): string[] => ['live', ...runs.map(({ letter, name }) => `${letter}: ${name}`)]
