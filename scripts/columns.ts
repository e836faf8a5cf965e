/** `npm run columns`: writes the list of measured columns into docs/files.md from the tables in src/scenario/columns.ts and columnTexts.ts. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { COLUMN_TEXTS, COLUMNS, type ColumnName, hasVariantWithH } from '../src/scenario'

export const DOCUMENT = fileURLToPath(new URL('../docs/files.md', import.meta.url))
const PLACE = /(<!-- columns:[^>]*-->\n).*?(<!-- \/columns -->)/s

const LAST = { direction: 'k', 'eigenvalue of H': 'h', layer: 'm', 'layer by itself': 'm', 'number of hops': 'hops' } as const

function headerOf(name: ColumnName): string {
  const column = COLUMNS[name]
  return 'per' in column ? `\`${name}_1…${LAST[column.per]}\`` : `\`${name}\``
}

/** A document with the list of columns as the table has it. */
export function withColumns(document: string): string {
  if (!PLACE.test(document))
    throw new Error('the marks <!-- columns: … --> and <!-- /columns --> are missing: put them where the list belongs')
  const names = Object.keys(COLUMNS) as ColumnName[]
  const rows = names.map(name => {
    const { symbol, unit, meaning } = COLUMN_TEXTS[name]
    return `| ${headerOf(name)} | ${symbol.replaceAll('|', '\\|')}${unit && ` (${unit})`} | ${meaning} |`
  })
  const withH = names.filter(name => hasVariantWithH(name) && COLUMNS[name].filledBy !== 'rounding').map(headerOf)
  const list = `| column | symbol | |\n| --- | --- | --- |\n${rows.join('\n')}\n`
  const note = `With \`curvature=H\` the columns ${withH.slice(0, -1).join(', ')} and ${withH.at(-1)} are read with the Hessian H in place of G, g along\nits eigenvectors (\`nan\` where H is not positive), their bounds of rounding with them (\`nan\` for networks of more than one hidden layer). All others keep G.\n`
  return document.replace(PLACE, (_, open, close) => `${open}${list}\n${note}${close}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DOCUMENT, withColumns(readFileSync(DOCUMENT, 'utf8')))
