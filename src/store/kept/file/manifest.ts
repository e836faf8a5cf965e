/** What stands in a file of kept runs beside their rows: manifest.json, its schema, and what is said of one that does not keep to it. */

import { z } from 'zod'
import { Fault } from '../../../lib/fault'
import { Fingerprint } from '../../../lib/fingerprint'
import { shortened } from '../../../lib/text'
import { ARM_ID, MAX_ARMS } from '../../../scenario'
import { LONGEST_NAME, LONGEST_NOTE } from '../types'

/** Of the file; another one where what it means has changed. */
export const FORMAT = 1
/** How such files are named. */
export const ENDING = '.noisescope.zip'
export const MANIFEST = 'manifest.json'
/** Runs in one file, rows of an arm, columns of a row, characters of a link and of a picture. */
export const MOST = { entries: 1000, rows: 4096, columns: 10_000, runs: 4096, link: 2_000_000, thumbnail: 100_000 }

const text = (most: number) => z.string(`a text of at most ${most} characters`).max(most, `a text of at most ${most} characters`)
const whole = (most: number) =>
  z.int(`an integer from 0 to ${most}`).min(0, `an integer from 0 to ${most}`).max(most, `an integer from 0 to ${most}`)
const digits = z.string('16 hexadecimal digits').regex(/^[0-9a-f]{16}$/, '16 hexadecimal digits')
const finite = z.number('a number')
const picture = 'empty, or a PNG as a data: address'

const arm = z.strictObject({
  id: z.string('the id of an arm').regex(ARM_ID, 'the id of an arm'),
  /** Where its rows are in the archive, how many, and their fingerprint. */
  file: text(200),
  rows: whole(MOST.rows),
  digest: digits,
  divergence: z.strictObject({ step: whole(Number.MAX_SAFE_INTEGER), direction: whole(1e6), share: finite }).nullable(),
})

const said = {
  id: digits,
  name: text(LONGEST_NAME).min(1, 'a name'),
  note: text(LONGEST_NOTE),
  savedAt: z.iso.datetime('a time as in 2026-01-31T12:00:00Z'),
  version: text(40),
  link: text(MOST.link),
  thumbnail: text(MOST.thumbnail).regex(/^(data:image\/png;base64,[A-Za-z0-9+/=]+)?$/, picture),
}

const run = z.strictObject({
  kind: z.literal('run'),
  ...said,
  step: whole(Number.MAX_SAFE_INTEGER),
  fingerprint: digits,
  columns: z.array(text(100), 'a list of names').min(1, 'a list of names').max(MOST.columns, `at most ${MOST.columns} names`),
  arms: z.array(arm, 'a list of arms').min(1, 'at least one arm').max(MAX_ARMS, `at most ${MAX_ARMS} arms`),
})

const sweep = z.strictObject({
  kind: z.literal('sweep'),
  ...said,
  sources: text(100),
  runs: whole(MOST.runs),
  /** Where its runs are in the archive, how many, and the digest of that file. */
  parts: z.strictObject({ file: text(200), count: whole(MOST.runs), digest: digits }),
})

const entries = z
  .array(z.discriminatedUnion('kind', [run, sweep], '“run” or “sweep”'), 'a list of kept runs')
  .max(MOST.entries, `at most ${MOST.entries} kept runs`)

export type RunEntry = z.infer<typeof run>
export type SweepEntry = z.infer<typeof sweep>
type Entry = RunEntry | SweepEntry

interface Manifest {
  readonly format: number
  /** What wrote it: "Noisescope 0.1.0". */
  readonly software: string
  /** Of the entries as they are written: whatever was changed in them shows. */
  readonly digest: string
  readonly entries: readonly Entry[]
}

/** Of a text, code point by code point. */
export const digestOfText = (of: string): string => new Fingerprint().add(Float64Array.from(of, c => c.codePointAt(0) ?? 0)).digest()

const digestOf = (of: unknown) => digestOfText(String(JSON.stringify(of)))

export function writeManifest(of: readonly Entry[], version: string): string {
  const manifest: Manifest = { format: FORMAT, software: `Noisescope ${version}`, digest: digestOf(of), entries: of }
  return `${JSON.stringify(manifest, null, 1)}\n`
}

/** Reads and checks a manifest. Throws a Fault that names the place. */
export function readManifest(json: string): readonly Entry[] {
  let found: Partial<Record<keyof Manifest, unknown>>
  try {
    found = Object(JSON.parse(json))
  } catch (cause) {
    throw new Fault(`${MANIFEST} is no JSON`, 'the file is damaged, or was written by another program', { cause })
  }
  const { format, software, digest } = found
  if (typeof format === 'number' && format > FORMAT)
    throw new Fault(
      `The file has format ${format}, written by ${typeof software === 'string' ? shortened(software, 40) : 'a newer program'}, and this page reads formats up to ${FORMAT}`,
      'open it with a page of that version or a newer one',
    )
  if (format !== FORMAT) throw notAllowed('format', format, String(FORMAT))
  if (digest !== digestOf(found.entries))
    throw new Fault(`The entries in ${MANIFEST} do not agree with their digest`, 'the file is damaged or was changed')
  const read = entries.safeParse(found.entries)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const path = issue?.path ?? []
  let value: unknown = found.entries
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key]
  if (issue?.code === 'unrecognized_keys') throw notAllowed(placeOf([...path, issue.keys[0] ?? '']), 'a field', 'no field of this name')
  throw notAllowed(placeOf(path), value, issue?.message ?? 'something else')
}

/** "entry 2, arms 1, rows". */
const placeOf = (path: readonly PropertyKey[]) =>
  path.length === 0
    ? 'entries'
    : path.map((key, i) => (typeof key === 'number' ? `${i === 0 ? 'entry ' : ''}${key + 1}` : String(key))).join(', ')

const notAllowed = (place: string, found: unknown, allowed: string) =>
  new Fault(
    `${MANIFEST}, ${place}: found ${found === undefined ? 'nothing' : shortened(String(JSON.stringify(found)), 60)}`,
    `allowed is ${allowed}`,
  )
