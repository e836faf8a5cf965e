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

/** What a panel called `title` says of a view. */
export function wordsOf(spec: AnyPanel, title: string, view: View): PanelWords {
  const step = spec.readAt ? spec.readAt(view) : readStep(view)
  return {
    heading: headingOf(title, spec, view),
    subtitle: spec.subtitle(view),
    sentence: spec.sentence(view),
    summary: spec.summary(view),
    missing: spec.missing?.(view) ?? '',
    evidence: evidenceOf(spec, view),
    step: Number.isFinite(step) ? step : undefined,
  }
}
