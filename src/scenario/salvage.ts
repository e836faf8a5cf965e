/** What a link that cannot be read as a whole still says: `salvageLink(fragment)`. */
import { ScenarioError } from './error'
import { LONGEST_LINK, scenarioOf } from './link'
import { unpackFields } from './packed'
import type { Scenario } from './types'

/** After so many problems a list of changes is left out as a whole. */
const MANY = 20

/** A scenario from every field that can be read, and what kept the others out. */
export interface Salvaged {
  readonly scenario: Scenario
  /** None where the link is right. */
  readonly problems: readonly ScenarioError[]
  /** Whether anything is left of it beside the preset. */
  readonly some: boolean
}

/** Reads a fragment field by field. `check` throws a ScenarioError for what cannot be here although it can be elsewhere. */
export function salvageLink(fragment: string, check: (scenario: Scenario) => Scenario = s => s): Salvaged {
  const problems: ScenarioError[] = []
  let parts = partsOf(fragment, problems)
  for (;;) {
    try {
      const scenario = check(scenarioOf(parts.join('&')))
      return { scenario, problems, some: parts.some(part => !/^[vs]=/.test(part)) }
    } catch (error) {
      if (!(error instanceof ScenarioError) || parts.length === 0) throw error
      problems.push(error)
      parts = without(parts, error, problems.length < MANY)
    }
  }
}

/** The fields, each with its name; of the readable ones as many as a link may have. */
function partsOf(fragment: string, problems: ScenarioError[]): string[] {
  let text = fragment.replace(/^#/, '')
  try {
    const { readable, packed } = unpackFields(text)
    text = (packed ?? '') + readable
    if (packed === null) checkLength(readable)
    return text.split('&').filter(Boolean)
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    problems.push(error)
    return text
      .split('&')
      .filter(part => part && !part.startsWith('z=') && part.length < LONGEST_LINK / 2)
      .slice(0, 100)
  }
}

function checkLength(readable: string): void {
  if (readable.length > LONGEST_LINK) throw new ScenarioError('link', `${readable.length} characters`, `at most ${LONGEST_LINK} characters`)
}

/** The parts without the one that an error speaks of; `singly`, of changes without the single one where it can be told. */
function without(parts: readonly string[], { field, found }: ScenarioError, singly: boolean): string[] {
  const guilty =
    parts.findLast(part => part === found || decoded(part) === `${field}=${found}`) ??
    parts.findLast(part => nameOf(part) === (field === 'field' ? found : field.replace(/^at\..*/, 'at'))) ??
    parts.findLast(part => nameOf(part).replace(/^.*\./, '') === field.replace(/^.*\./, '')) ??
    parts.at(-1)
  const changes = singly && guilty?.startsWith('at=') ? guilty.slice(3).split(',') : []
  const kept = changes.filter(change => !speaksOf(change, field, found))
  const instead = kept.length > 0 && kept.length < changes.length ? [`at=${kept.join(',')}`] : []
  return parts.flatMap(part => (part === guilty ? instead : [part]))
}

function speaksOf(change: string, field: string, found: string): boolean {
  if (change === found) return true
  const [, name = '', value = ''] = decoded(change).split(':')
  const named = field.replace(/^at\./, '')
  return field === 'at' ? name === found : value === found && name.replace(/^.*\./, '') === named.replace(/^.*\./, '')
}

const nameOf = (part: string) => decoded(part).split('=', 1)[0] ?? ''

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
