import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Pages of docs/ that belong to the built page too, where they stand in the same places beside it. */
const DOCUMENTS = ['docs/explained.html']

/** What such a page may do: show panels of the page beside it, and nothing else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  "img-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const HEAD = '<meta charset="utf-8" />'

/** Plugin that puts the documents beside the built page. */
export function documents() {
  let root = ''
  return {
    name: 'documents',
    apply: 'build',
    configResolved(config) {
      root = config.root
    },
    generateBundle() {
      for (const fileName of DOCUMENTS) {
        const source = readFileSync(join(root, fileName), 'utf8')
        const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}" />`
        this.emitFile({ type: 'asset', fileName, source: source.replace(HEAD, `${HEAD}\n    ${policy}`) })
      }
    },
  }
}
