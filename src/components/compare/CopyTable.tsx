import { useScope } from '../scope'
import { type Comparison, headsOf } from './comparison'
import { asCsv, asMarkdown } from './copied'

/** Copies the table as Markdown or CSV, and says so. */
export function CopyTable({ comparison }: { comparison: Comparison }) {
  const scope = useScope()
  async function copy(kind: string, write: typeof asCsv): Promise<void> {
    const text = write(headsOf(comparison), [...comparison.differences, ...comparison.results])
    try {
      await navigator.clipboard.writeText(text)
      scope.say({ kind: 'notice', text: `The table is copied as ${kind}.` })
    } catch {
      scope.say({ kind: 'notice', text: `This browser lets no page copy. The table as ${kind}: ${text}` })
    }
  }
  return (
    <>
      <button type="button" className="bar-button" aria-label="Copy the table as Markdown" onClick={() => copy('Markdown', asMarkdown)}>
        Markdown
      </button>
      <button type="button" className="bar-button" aria-label="Copy the table as CSV" onClick={() => copy('CSV', asCsv)}>
        CSV
      </button>
    </>
  )
}
