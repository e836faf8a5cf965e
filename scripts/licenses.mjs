import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const WORDS = /^(licen[cs]e|copying|notice)([._-]|$)/i

/**
 * Plugins that write the licences of all packages in the page and in its workers into one file of the site, each text once.
 * `alsoUsed`: packages of which no module is used, only a file, as of a font. In the modules themselves they would be repeated hundreds of times and travel with the first picture.
 */
export function licenses(fileName, alsoUsed) {
  const packages = new Set(alsoUsed.map(name => join(import.meta.dirname, '../node_modules', name)))
  const collect = bundle => {
    for (const { moduleIds = [] } of Object.values(bundle))
      for (const id of moduleIds) {
        const found = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/@?]+)\//.exec(id.replaceAll('\\', '/'))
        if (found) packages.add(found[1])
      }
  }
  return {
    worker: () => [{ name: 'licenses-of-workers', generateBundle: (_, bundle) => collect(bundle) }],
    page: {
      name: 'licenses',
      generateBundle(_, bundle) {
        collect(bundle)
        this.emitFile({ type: 'asset', fileName, source: textOf([...packages].sort()) })
      },
    },
  }
}

function textOf(folders) {
  const texts = new Map()
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const files = existsSync(folder) ? readdirSync(folder).filter(file => WORDS.test(basename(file))) : []
    const text = files.map(file => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n') || `Licence: ${license}`
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version} (${license})`])
  }
  const parts = [...texts].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)
  return `Noisescope contains parts of these packages, under their licences.\n\n${parts.join(`\n${'-'.repeat(72)}\n\n`)}`
}
