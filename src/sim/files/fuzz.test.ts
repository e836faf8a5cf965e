import { expect, it } from 'vitest'
import { mutations, trials } from '../../lib/mutation.fixture'
import { DataFileError } from './error'
import { tableTask } from './labelled'
import { FILES, mutated } from './mutated.fixture'
import { proposeOwn, readAs } from './own'

/** Where in a file something is wrong, behind the name of the file; or the array in it. */
const PLACE =
  /^(X|labels)\.data.*(row \S+|column \d+|bytes? \S+|sample \S+|entry \d+|axis \d+|“[^”]*” in the archive|array \w+|after \S+ of \S+ bytes|has \S+ bytes?)/s
/** What is true of files as a whole. */
const WHOLE =
  /^(X|labels)\.data(, labels\.data)?( is empty$|: (labels of \S+ samples? found|file holds|the only sample is|all \S+ samples are|every one of|archive holds|\d files? with inputs|one column found|labels of \S+ class|samples of file \d|targets of file \d|predict: \S+ different|the file begins with bytes))/

/** What is said beforehand, in turns. */
const ASKED = [{}, {}, { decimal: 'comma' }, { decimal: 'point' }] as const

it.each(Object.entries(FILES))('%s mutated again and again is read as finite numbers or refused in words', async (_, files) => {
  const { below, bytes } = mutations(3)
  const ends = { read: 0, refused: 0 }
  const nowhere: string[] = []
  for (let trial = trials(10_000, 250); trial > 0; trial--) {
    const changed = below(files.length)
    const given = mutated(files, changed, bytes(files[changed]))
    try {
      const { proposal, own } = await proposeOwn(given, () => {}, { asked: ASKED[trial % ASKED.length] })
      expect(proposal.said.every(sentence => /^.{10,}\.$/su.test(sentence) && !/undefined|NaN|\[object/.test(sentence))).toBe(true)
      const { table: found, task, info } = own ?? readAs({ proposal, own })
      const input = info.d > 64 ? 'centred' : 'whitened'
      const n = Math.max(1, info.n - 2)
      const { train, test } = tableTask(found, { task, input, n, nTest: info.n - n })
      for (const set of [train, test]) if (set && ![...set.X, ...set.Y].every(Number.isFinite)) throw new RangeError('not finite')
      ends.read++
    } catch (error) {
      if (!(error instanceof DataFileError)) throw error
      expect(error.message).toMatch(/^.{10,}$/su)
      expect(error.message).not.toMatch(/undefined|\[object/)
      const plain = error.message.replaceAll('\u2009', '')
      if (!PLACE.test(plain) && !WHOLE.test(plain)) nowhere.push(error.message)
      ends.refused++
    }
  }
  expect(ends.refused).toBeGreaterThan(20)
  expect(nowhere).toEqual([])
})
