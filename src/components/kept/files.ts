/** Kept runs to a file and from one: each says in a sentence what came of it. */
import { version } from '../../../package.json'
import { fetched, messageOf } from '../../lib/fault'
import { shortened } from '../../lib/text'
import type { Kept, KeptHead } from '../../store/kept/types'
import { download } from '../download'
import type { Said } from './actions'
import { shelfHere } from './useShelf'
import { countText, notKeptText, sizeText } from './words'

/** Writes kept runs into one file, which the browser saves. */
export async function exportRuns(heads: readonly KeptHead[]): Promise<Said> {
  try {
    const [{ writeKept }, { ENDING }] = await fetched(
      'files of kept runs',
      Promise.all([import('../../store/kept/file/write'), import('../../store/kept/file/manifest')]),
    )
    const runs: Kept[] = []
    for (const { id } of heads) runs.push(await shelfHere().find(id))
    const [only, another] = heads
    const name = `noisescope-${only && !another ? slug(only.name) : `${heads.length}-kept-runs`}${ENDING}`
    const file = new Blob([writeKept(runs, version)], { type: 'application/zip' })
    download(name, file)
    return { text: `Saved as ${name}, ${sizeText(file.size)}. Importing it, here or elsewhere, brings back the same runs.` }
  } catch (error) {
    return { text: `The file could not be created: ${messageOf(error)}.`, bad: true }
  }
}

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}=.]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'kept-run'

/** Takes in files of kept runs: each whole or not at all. */
export async function importFiles(files: readonly File[]): Promise<Said> {
  const said: Said[] = []
  for (const file of files) said.push(await importFile(file))
  return { text: said.map(({ text }) => text).join(' '), bad: said.some(({ bad }) => bad) }
}

async function importFile(file: File): Promise<Said> {
  const refused = (why: string): Said => ({ text: `“${shortened(file.name)}” was not imported: ${why}. Nothing was changed.`, bad: true })
  try {
    const [{ readKept, LARGEST }] = await fetched(
      'files of kept runs',
      Promise.all([import('../../store/kept/file/read'), import('../../scenario/presets')]),
    )
    if (file.size > LARGEST.file)
      return refused(`it has ${sizeText(file.size)}, and at most ${sizeText(LARGEST.file)} are read; export fewer runs to one file`)
    const runs = readKept(new Uint8Array(await file.arrayBuffer()))
    const { added, known, notKept } = await shelfHere().put(runs)
    if (notKept !== null) return { text: notKeptText(notKept), bad: true }
    const [one] = added
    const came = added.length === 1 && one ? `“${one.name}” is imported.` : `${countText(added.length, 'imported')}.`
    const were =
      known.length > 0
        ? `${known.length === 1 ? `“${known[0]?.name}” is` : `${known.length} of them are`} here already, and ${known.length === 1 ? 'stays as it is' : 'stay as they are'}.`
        : ''
    return {
      text:
        runs.length === 0
          ? `“${shortened(file.name)}” holds nothing that was kept.`
          : [added.length > 0 ? came : '', were].filter(Boolean).join(' '),
    }
  } catch (error) {
    return refused(messageOf(error))
  }
}
