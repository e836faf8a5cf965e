import { expect, it } from 'vitest'
import { version } from '../../../package.json'
import { bibtexOf, SOURCES } from './citation'

/** A value of BibTeX, from its opening brace to the one that closes it; fails where they do not pair. */
function group(text: string, from: number): { inner: string; end: number } {
  let depth = 0
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return { inner: text.slice(from + 1, i), end: i + 1 }
  }
  throw new Error(`no end of the group at ${from}`)
}

/** Entries by the grammar of BibTeX: @kind{key, name = {value}, …}, nothing else between them. */
function read(text: string): Map<string, Map<string, string>> {
  const entries = new Map<string, Map<string, string>>()
  let rest = text.trim()
  while (rest) {
    const head = /^@[a-z]+(?=\{)/.exec(rest)
    if (!head) throw new Error(`no entry at ${rest.slice(0, 40)}`)
    const { inner, end } = group(rest, head[0].length)
    const [key = ''] = /^[\w:-]+(?=,)/.exec(inner) ?? []
    const fields = new Map<string, string>()
    let body = inner.slice(key.length + 1).trim()
    while (body) {
      const name = /^(\w+) = (?=\{)/.exec(body)
      if (!name) throw new Error(`no field at ${body.slice(0, 40)}`)
      const value = group(body, name[0].length)
      fields.set(name[1] ?? '', value.inner)
      body = body.slice(value.end).replace(/^,\s*/, '').trim()
    }
    entries.set(key, fields)
    rest = rest.slice(head[0].length + end - head[0].length).trim()
  }
  return entries
}

const address = 'https://example.org/scope/#v=1&s=escape&eta=0.4&at=12:B:1&name=50%25_a~b'
const run = { address, step: 120, fingerprint: 'c0ffee00c0ffee00' }

it('gives the page with link, version, step and fingerprint, and the paper with both its versions', () => {
  const entries = read(bibtexOf(run))
  expect([...entries.keys()]).toEqual(['noisescope', 'wang2023noise'])
  const page = entries.get('noisescope')
  expect(page?.get('url')).toBe(address)
  expect(page?.get('version')).toBe(version)
  expect(page?.get('note')).toContain('step 120, fingerprint c0ffee00c0ffee00')
  const paper = entries.get('wang2023noise')
  expect(paper?.get('eprint')).toBe('2310.00692')
  expect(paper?.get('note')).toContain('https://openreview.net/forum?id=NubPNYTKLh')
})

it('gives every source that was asked for', () => {
  const entries = read(bibtexOf(run, true))
  expect([...entries.keys()].slice(1)).toEqual(SOURCES.map(({ key }) => key))
  for (const { key, author, title, year, url } of SOURCES)
    expect([...['author', 'title', 'year', 'url'].map(name => entries.get(key)?.get(name))]).toEqual([
      author,
      `{${title}}`,
      String(year),
      url,
    ])
})

it('stays whole whatever a link holds', () => {
  const entries = read(bibtexOf({ ...run, address: 'https://example.org/#v=1&name={}}\\{a', fingerprint: '' }))
  expect(entries.get('noisescope')?.get('url')).toBe('https://example.org/#v=1&name=%7B%7D%7D%5C%7Ba')
  expect(entries.get('noisescope')?.get('note')).not.toContain('fingerprint')
})
