/** `npm run reproduce`: measures every claim and writes docs/reproduction.md; fails where a verdict has changed (`-- --accept` takes it). */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ALIGNMENT } from './reproduce/alignment'
import { changesOf, documentOf } from './reproduce/document'
import { EDGES } from './reproduce/edges'
import { ESCAPES } from './reproduce/escape'

const DOCUMENT = fileURLToPath(new URL('../docs/reproduction.md', import.meta.url))

const rows = []
for (const claim of [...ALIGNMENT, ...ESCAPES, ...EDGES]) {
  const began = performance.now()
  const finding = await claim.measure()
  console.log(`${claim.id}: ${finding.verdict} (${finding.measured}) in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  rows.push({ claim, finding })
}
const written = documentOf(rows)
let before = ''
try {
  before = readFileSync(DOCUMENT, 'utf8')
} catch {
  console.log('there was no page yet')
}
const changes = changesOf(before, written)
if (changes.length === 0 || process.argv.includes('--accept')) writeFileSync(DOCUMENT, written)
else {
  console.error(`Verdicts have changed:\n${changes.join('\n')}\nIf that is right, take it with npm run reproduce -- --accept`)
  process.exitCode = 1
}
