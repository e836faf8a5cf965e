import { FINDINGS, type Found } from './findings'

const MARKS = { reproduced: '✓', 'not reproduced': '✗', 'not testable here': '–' } as const satisfies Record<Found['verdict'], string>

/** What was found of the claims that a preset shows, each with a mark. */
export const verdictsOf = (preset: string) =>
  FINDINGS.filter(({ presets }) => presets.includes(preset)).map(found => ({ ...found, mark: MARKS[found.verdict] }))
