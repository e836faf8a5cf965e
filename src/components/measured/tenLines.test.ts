import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { TEN_LINES } from './tenLines'

it.each(Object.entries(TEN_LINES))('the lines of %s are those of the documents, which are tested with PyTorch', (_, text) => {
  expect(readFileSync('docs/own-models.md', 'utf8')).toContain(`\`\`\`python\n${text}\`\`\``)
})
