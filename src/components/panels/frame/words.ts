import { meanWords } from '../../../charts'
import type { View } from '../reading/view'
import { readStep } from '../reading/view'
import { type Evidence, evidenceOf } from './Badge'
import { type AnyPanel, headingOf } from './spec'

/** All that a panel says beside its picture, read from one view. */
export interface PanelWords {
  readonly heading: string
  readonly subtitle: string
  readonly sentence: string
  readonly summary: string
  readonly missing: string
  readonly evidence: Evidence
  /** The step of the rows that were read. */
  readonly step: number | undefined
}

/** Of lines that are means, over how many steps; the words before them are of what was measured. */
function meanSummary({ timed }: AnyPanel, { scenario }: View): string {
  const { smooth } = scenario.view
  return timed === 'xy' && smooth > 0 ? ` Lines are drawn as the ${meanWords(smooth)}.` : ''
}

/** What a panel called `title` says of a view. */
export function wordsOf(spec: AnyPanel, title: string, given: View): PanelWords {
  const view = spec.seen?.(given) ?? given
  const step = spec.readAt ? spec.readAt(given) : readStep(view)
  return {
    heading: headingOf(title, spec, view),
    subtitle: spec.subtitle(given),
    sentence: spec.sentence(given),
    summary: spec.summary(given) + meanSummary(spec, view),
    missing: spec.missing?.(given) ?? '',
    evidence: evidenceOf(spec, view),
    step: Number.isFinite(step) ? step : undefined,
  }
}
