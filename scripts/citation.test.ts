import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { SOURCES } from '../src/components/learn/citation'

const root = join(import.meta.dirname, '..')
const text = (name: string) => readFileSync(join(root, name), 'utf8')

const person = z.strictObject({ 'family-names': z.string(), 'given-names': z.string() })
const entity = z.strictObject({ name: z.string() })
const authors = z.array(z.union([person, entity])).min(1)
const reference = z.strictObject({
  type: z.enum(['article', 'software']),
  title: z.string().min(1),
  authors,
  version: z.string().optional(),
  year: z.int().optional(),
  url: z.url().optional(),
  journal: z.string().optional(),
  volume: z.int().optional(),
  identifiers: z
    .array(z.strictObject({ type: z.enum(['doi', 'url', 'swh', 'other']), value: z.string(), description: z.string() }))
    .optional(),
})

/** What version 1.2 of the Citation File Format asks for, of the keys that are used. */
const citation = z.strictObject({
  'cff-version': z.literal('1.2.0'),
  message: z.string().min(1),
  type: z.literal('software'),
  title: z.string(),
  abstract: z.string(),
  version: z.string(),
  license: z.string(),
  authors,
  keywords: z.array(z.string()),
  'preferred-citation': reference,
  references: z.array(reference),
})

const file = citation.parse(parse(text('CITATION.cff')))

it('CITATION.cff has the version and the licence of package.json', () => {
  const { version, license } = JSON.parse(text('package.json')) as { version: string; license: string }
  expect([file.version, file['preferred-citation'].version, file.license]).toEqual([version, version, license])
})

it('CITATION.cff names the works that Help names, by the same titles, years, authors and addresses', () => {
  const names = (list: z.infer<typeof authors>) =>
    list.map(a => ('name' in a ? a.name : `${a['given-names']} ${a['family-names']}`)).join(' and ')
  expect(file.references.map(({ title, year, url, authors }) => ({ title, year, url, author: names(authors) }))).toEqual(
    SOURCES.map(({ title, year, url, author }) => ({ title, year, url, author })),
  )
  const also = SOURCES.flatMap(source => (source.also ? [source.also.url] : []))
  expect(file.references.flatMap(({ identifiers = [] }) => identifiers.map(({ value }) => value))).toEqual(expect.arrayContaining(also))
})
