/** docs/reproduction.md: written from what was found, and read for the verdicts that stand. */
import type { Claim, Finding } from './claim'

const HEAD = `# Reproduction

What the theory and its neighbours claim, measured by this program: \`npm run reproduce\` measures every row anew, writes this page, and fails when a
verdict changes. Links open the setting on the page (append them to its address); seeds are 1, 2, … in place of the link's own.
A verdict speaks of the setting of its row and of nothing else. Settings of the papers that are not known to us, or whose data and networks are not part of the
program, are said to be not testable here.

| claim | source | setting | measured | published | asked | verdict |
| --- | --- | --- | --- | --- | --- | --- |
`

const cell = (text: string) => text.replaceAll('|', '\\|')

/** The page. */
export function documentOf(rows: readonly { readonly claim: Claim; readonly finding: Finding }[]): string {
  const lines = rows.map(({ claim: { id, claim, source, link, published, asked }, finding }) => {
    const cells = [claim, source, link && `\`#${link}\``, finding.measured, published, asked]
    return `| ${cells.map(cell).join(' | ')} | <span id="${id}">${finding.verdict}</span> |`
  })
  return `${HEAD}${lines.join('\n')}\n`
}

/** Whether a page was written when the same was asked of a claim. */
export const asksTheSame = (document: string, { asked }: Claim): boolean => document.includes(`| ${cell(asked)} |`)

/** The verdicts of a page, by the names of their claims. */
export function verdictsIn(document: string): Map<string, string> {
  return new Map([...document.matchAll(/<span id="([^"]+)">([^<]+)<\/span>/g)].map(([, id = '', verdict = '']) => [id, verdict]))
}

/** What has changed, in words; claims that are new have no verdict to change. */
export function changesOf(before: string, after: string): string[] {
  const now = verdictsIn(after)
  return [...verdictsIn(before)].flatMap(([id, verdict]) => {
    const found = now.get(id)
    return found === verdict ? [] : [`${id}: ${verdict} → ${found ?? 'no longer measured'}`]
  })
}
