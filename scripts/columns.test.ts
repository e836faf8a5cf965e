import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { DOCUMENT, withColumns } from './columns'

it('docs/files.md lists the columns of the table; if not, run npm run columns', () => {
  const document = readFileSync(DOCUMENT, 'utf8')
  expect(withColumns(document)).toBe(document)
})
