/** src/components/gallery/findings.ts: what the page of reproductions says, for the cards of the gallery. */
import type { Claim, Finding } from './claim'

const HEAD = `/** Written by \`npm run reproduce\` beside docs/reproduction.md: what was found of each claim, and the presets in which it is seen. */

export interface Found {
  readonly id: string
  /** The claim in a few words. */
  readonly short: string
  readonly presets: readonly string[]
  readonly measured: string
  readonly verdict: 'reproduced' | 'not reproduced' | 'not testable here'
}

export const FINDINGS: readonly Found[] = `

/** The preset of a link. */
const presetOf = (link: string) => /^s=([^&]+)/.exec(link)?.[1] ?? ''

/** The module's text, before it is formatted. */
export function moduleOf(rows: readonly { readonly claim: Claim; readonly finding: Finding }[]): string {
  const found = rows.map(({ claim: { id, short, link, presets = [presetOf(link)] }, finding: { measured, verdict } }) => ({
    ...{ id, short, presets, measured, verdict },
  }))
  return `${HEAD}${JSON.stringify(found, null, 2)}\n`
}
