import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { expect, it } from 'vitest'
import { importsOf } from './imports'
import { licenses } from './licenses.mjs'

type Generate = (this: unknown, options: unknown, bundle: Record<string, { readonly moduleIds: readonly string[] }>) => void

const root = join(import.meta.dirname, '..')

/** What the file says where these modules are in the page and in its workers. */
function written(inPage: readonly string[], inWorkers: readonly string[] = [], alsoUsed: readonly string[] = []): string {
  const { page, worker } = licenses('licenses.txt', alsoUsed)
  let source = ''
  const emitFile = (file: { source: string }) => {
    source = file.source
  }
  const generate = ({ generateBundle }: Plugin, moduleIds: readonly string[]) =>
    (generateBundle as unknown as Generate).call({ emitFile }, {}, { 'chunk.js': { moduleIds } })
  for (const plugin of worker()) generate(plugin, inWorkers)
  generate(page, inPage)
  return source
}

const moduleOf = (name: string) => join(root, 'node_modules', name, 'some/module.js')

/** The packages whose code the sources import. */
function importedPackages(): string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map(path => join(root, 'src', path))
    .filter(path => /\.tsx?$/.test(path) && !/\.(test|fixture|generated)\.tsx?$|\.d\.ts$|\/testing/.test(path.replaceAll('\\', '/')))
  const code = files
    .flatMap(path => importsOf(path, readFileSync(path, 'utf8')))
    .filter(({ to, typeOnly }) => !typeOnly && !/^(\.|node:)/.test(to))
  return [...new Set(code.map(({ to }) => /^(@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to))]
}

it('every package that the program imports stands with its licence in the file of licences, the command line’s parser too', () => {
  const names = importedPackages()
  expect(names).toEqual(expect.arrayContaining(['cac', 'react', 'zod', '@tensorflow/tfjs-core', 'd3-array']))
  const text = written(names.map(moduleOf))
  for (const name of names) {
    expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+.* \\(.+\\)$`, 'm'))
    const folder = join(root, 'node_modules', name)
    for (const file of readdirSync(folder).filter(file => /^licen[cs]e(\.|$)/i.test(file)))
      expect(text).toContain(readFileSync(join(folder, file), 'utf8').trim())
  }
})

it('packages of workers, and those of which only a file is used, are named once each; nothing of the program itself is', () => {
  const text = written([moduleOf('zod'), join(root, 'src/main.tsx')], [moduleOf('fflate'), moduleOf('zod')], ['katex'])
  const named = text.split('\n').filter(line => /^[\w@/-]+ \d+\.\d+\.\d+ \(/.test(line))
  expect(named.map(line => line.split(' ')[0]).sort()).toEqual(['fflate', 'katex', 'zod'])
})
