/**
 * `npm run reproduce`: measures every claim and writes docs/reproduction.md and the gallery's verdicts; fails where a verdict has
 * changed (`-- --accept` takes it). `-- --only ID,ID` measures these anew and keeps what was found of the others.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { FINDINGS } from '../src/components/gallery/findings'
import { CLAIMS } from './reproduce/claims'
import { asksTheSame, changesOf, documentOf } from './reproduce/document'
import { moduleOf } from './reproduce/module'

const DOCUMENT = fileURLToPath(new URL('../docs/reproduction.md', import.meta.url))
const MODULE = fileURLToPath(new URL('../src/components/gallery/findings.ts', import.meta.url))

const { values } = parseArgs({ options: { accept: { type: 'boolean', default: false }, only: { type: 'string' } } })
const only = values.only?.split(',')
for (const id of only ?? []) if (!CLAIMS.some(claim => claim.id === id)) throw new Error(`There is no claim "${id}"`)

const before = readFileSync(DOCUMENT, 'utf8')
const rows = []
for (const claim of CLAIMS) {
  const kept = only && !only.includes(claim.id) ? FINDINGS.find(({ id }) => id === claim.id) : undefined
  if (kept && !asksTheSame(before, claim))
    throw new Error(`Something else is asked of "${claim.id}" than when it was measured: measure it too`)
  const began = performance.now()
  const finding = kept ?? (await claim.measure())
  if (!kept) console.log(`${claim.id}: ${finding.verdict} (${finding.measured}) in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  rows.push({ claim, finding })
}
const written = documentOf(rows)
const changes = changesOf(before, written)
if (changes.length === 0 || values.accept) {
  writeFileSync(DOCUMENT, written)
  writeFileSync(MODULE, moduleOf(rows))
  execFileSync('npx', ['biome', 'format', '--write', MODULE], { stdio: 'ignore' })
} else {
  console.error(`Verdicts have changed:\n${changes.join('\n')}\nIf that is right, take it with npm run reproduce -- --accept`)
  process.exitCode = 1
}
