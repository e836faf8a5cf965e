/** Reads user data from files of any known format (`readOwn`), and names them by a digest of what they hold. */

import { CHOICE_KEYS, type DataChoice } from '../../lib/dataChoice'
import { grouped } from '../../lib/digits'
import { Fingerprint } from '../../lib/fingerprint'
import { shortened } from '../../lib/text'
import { filesIn } from './archive'
import { COMMA } from './cellNumbers'
import { type Content, type FileContent, formatOf, LABEL_FILE, sizeOf } from './contents'
import { isHeader } from './csv'
import { compact, type DataPart, type Entries, type FileTargets, targetsFrom } from './data'
import { type Described, described } from './described'
import { checkSize, DataFileError, plural } from './error'
import { looksLikeGzip } from './inflate'
import { type DataTable, joinParts, joinTables } from './join'
import { partsOf } from './parts'
import { classesText, counted, keptClasses, MOST_CLASSES, predicted } from './predicted'
import type { ReadProgress, Steps } from './progress'
import type { ClassCount, DataInfo, Proposal } from './proposal'
import { readContent } from './read'
import { summaryOf } from './summary'
import type { Task } from './tasks'
import { looksLikeZip } from './zip'

/** A file to be read in pieces: a File of the page, or one on disk. */
export interface FileLike {
  readonly name: string
  /** Bytes. */
  readonly size: number
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** User data, ready for a simulation. */
export interface OwnData {
  readonly info: DataInfo
  /** All samples; the last `info.test` of them are a test set of their own. */
  readonly table: DataTable
  readonly task: Task | { readonly kind: 'values' }
}

/** More files than these are not read together. */
const MOST_FILES = 100
/** All files together are not larger, nor what they unpack to. */
export const LARGEST_FILES = 1e9
/** What a simulation can use at most: its training samples, a test set, entries of a sample, entries in all, outputs. */
const DATA_LIMITS = { samples: 21_000, inputs: 4096, entries: 3.2e7, outputs: MOST_CLASSES }
/** Fourth powers of it, as ‖G‖_F² has them, are far within the range. */
const LARGEST_NUMBER = 1e60
/** Bytes read at once. */
const PIECE = 4_194_304
/** Numbers hashed between two calls of `tick`. */
const NUMBERS = 131_072

/** Refuses files by their sizes, before any of them is read. */
export function checkFiles(files: readonly FileLike[]): void {
  if (files.length === 0) throw new DataFileError('files', 'none', 'at least one', 'no file was chosen')
  if (files.length > MOST_FILES)
    throw new DataFileError(
      'files',
      grouped(files.length),
      `at most ${MOST_FILES}`,
      `${grouped(files.length)} files were chosen, at most ${MOST_FILES} expected`,
    )
  for (const { name, size } of files) checkSize(size, shortened(name))
  const total = files.reduce((sum, file) => sum + file.size, 0)
  if (total <= LARGEST_FILES) return
  const [found, what] = [`${(total / 1e9).toFixed(2)} GB`, files.length === 1 ? shortened(files[0].name) : 'all files together']
  throw new DataFileError(what, found, 'at most 1 GB', `${what} ${files.length === 1 ? 'has' : 'have'} ${found}, at most 1 GB expected`)
}

async function bytesOf(file: FileLike, tick: (done: number) => Promise<void> | void): Promise<Uint8Array> {
  const bytes = new Uint8Array(file.size)
  for (let at = 0; at < file.size; at += PIECE) {
    const end = Math.min(at + PIECE, file.size)
    bytes.set(new Uint8Array(await file.slice(at, end).arrayBuffer()), at)
    await tick(end)
  }
  return bytes
}

/** Runs steps to their end, calling `tick` with the share done, which never decreases, though unpacking comes before reading. */
async function runSteps<T>(steps: Steps<T>, tick: (share: number) => Promise<void> | void): Promise<T> {
  const share = ({ stage, done, total }: ReadProgress) => (stage === 'unpacking' ? 0.5 : 1) * (done / Math.max(total, 1))
  let reached = 0
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    reached = Math.max(reached, share(step.value))
    await tick(reached)
  }
}

/** No more samples than a simulation can use; their number alone decides which. */
function cut({ samples, targets }: DataTable): DataTable {
  const n = Math.min(samples.n, Math.max(1, Math.floor(DATA_LIMITS.entries / samples.d)))
  if (n === samples.n) return { samples, targets }
  const { outputs, classes } = targets
  const fewer = { ...targetsFrom(targets.values.slice(0, n * outputs), outputs, targets.of) }
  const kept: FileTargets = classes ? { ...fewer, classes: { ...classes, labels: classes.labels.slice(0, n) } } : fewer
  return { samples: { ...samples, n, X: samples.X.slice(0, n * samples.d) }, targets: kept }
}

/** Refuses numbers whose products would leave the range of numbers. */
function checkRange({ samples: { X, d }, targets: { values, outputs } }: DataTable): void {
  for (const [what, numbers, width] of [['sample', X, d] as const, ['target', values, outputs] as const]) {
    const at = numbers.findIndex(v => Math.abs(v) > LARGEST_NUMBER)
    if (at < 0) continue
    const [place, expected] = [`${what} ${grouped(Math.floor(at / width) + 1)}`, `numbers of at most ${LARGEST_NUMBER} in size`]
    throw new DataFileError(place, String(numbers[at]), expected, `${place} has ${numbers[at]}, ${expected} expected: scale them`)
  }
}

/** What is to be learnt: two classes as −1 and +1, three to a hundred by one output each, or numbers as they are. */
export function taskOf({ samples, targets }: DataTable): OwnData['task'] {
  if (samples.d > DATA_LIMITS.inputs)
    throw tooMany('samples', plural(samples.d, 'entry').replace('entrys', 'entries'), grouped(DATA_LIMITS.inputs))
  if (targets.outputs > DATA_LIMITS.outputs) throw tooMany('targets', plural(targets.outputs, 'output'), String(DATA_LIMITS.outputs))
  const count = targets.classes?.names.length
  if (count === undefined) return { kind: 'values' }
  if (count < 2) {
    const name = `“${targets.classes!.names[0]}”`
    const sentence = `${samples.n === 1 ? 'the only sample is' : `all ${plural(samples.n, 'sample')} are`} of class ${name}, two classes or more expected`
    throw new DataFileError('classes', '1', '2 or more', sentence)
  }
  if (count > DATA_LIMITS.outputs) {
    const sentence = `labels of ${classesText(count)} found, at most ${DATA_LIMITS.outputs} expected: keep some of the classes only, or choose another target`
    throw new DataFileError('classes', grouped(count), `at most ${DATA_LIMITS.outputs}`, sentence)
  }
  return count === 2 ? { kind: 'pair', negative: 0, positive: 1 } : { kind: 'one-hot', classes: count }
}

function tooMany(what: string, found: string, most: string): DataFileError {
  return new DataFileError(what, found, `at most ${most}`, `${what} of ${found} found, at most ${most} expected`)
}

/**
 * A hash of what was read, not of the bytes it was read from: sizes, inputs, targets and names of classes, in the order of
 * the samples, and how many of them are a test set of their own. The same data packed with gzip, or with inputs and labels in either order, have the same digest.
 */
export function* digestOf({ samples, targets }: DataTable, test = 0): Steps<string> {
  const hash = new Fingerprint()
  const { n, of, d, shape, bytes, X } = samples
  const names = targets.classes?.names ?? []
  hash.add([n, of, d, targets.outputs, names.length, bytes ? 1 : 0, ...shape])
  for (const name of names) hash.add([name.length, ...Array.from(name, c => c.codePointAt(0)!)])
  hash.add(targets.classes?.labels ?? targets.values)
  for (let at = 0; at < X.length; at += NUMBERS) {
    hash.add(X.subarray(at, at + NUMBERS))
    yield { stage: 'reading', done: at, total: X.length }
  }
  if (test > 0) hash.add([test])
  return hash.digest()
}

/** How files are meant, and the data that this gives; null where they cannot be read so. */
export interface Proposed {
  readonly proposal: Proposal
  readonly own: OwnData | null
}

type Tick = (share: number) => Promise<void> | void

export interface OwnOptions {
  /** How the files are to be read; what is left out of it is guessed. `scenario.data` is a whole choice. */
  readonly asked?: Partial<DataChoice>
  /** Bytes that the files may hold together, unpacked. */
  readonly largest?: number
}

/**
 * Reads user data from one or several files, and says how they are meant where that was not asked. `tick` is called with the share
 * of the work done, often enough for other work in between; what it throws ends the reading. Throws a DataFileError, its message
 * naming the file at fault, for what cannot be read at all; where only the guess cannot, `own` is null and the proposal says why.
 */
export async function proposeOwn(files: readonly FileLike[], tick: Tick, options: OwnOptions = {}): Promise<Proposed> {
  const { asked = {} } = options
  let contents = await contentsOf(files, tick, options)
  const run = <T>(steps: Steps<T>, from: number, to: number) => runSteps(steps, share => tick(from + (to - from) * share))
  const naming = shortened(files.map(f => f.name).join(', '))
  try {
    let found = await run(described(contents, picked(asked)), 0.85, 0.9)
    const { header } = found.choice
    if (contents.some(c => 'sheet' in c && c.sheet.columns > 1 && c.sheet.header !== isHeader(header, c.sheet.byDefault))) {
      // One choice stands for all tables: what it says of the first row is so in each.
      contents = await contentsOf(files, () => tick(0.9), { ...options, asked: { ...asked, header } })
      const again = await run(described(contents, { ...picked(asked), header }), 0.9, 0.9)
      const said = [...new Set([...found.proposal.said, ...again.proposal.said])]
      found = { ...again, proposal: { ...again.proposal, said, certain: false } }
    }
    try {
      const { all, own } = await run(ownDataOf(contents, found), 0.9, 1)
      return { proposal: { ...found.proposal, classes: all, problem: '', info: own.info }, own }
    } catch (error) {
      if (!(error instanceof DataFileError)) throw error
      return { proposal: { ...found.proposal, classes: [], problem: namingFile(error, naming).message, info: null }, own: null }
    }
  } catch (error) {
    throw error instanceof DataFileError ? namingFile(error, naming) : error
  }
}

/** Reads user data as `proposeOwn` does, and throws where they cannot be read as they are meant or asked. */
export async function readOwn(files: readonly FileLike[], tick: Tick, options: OwnOptions = {}): Promise<OwnData> {
  return readAs(await proposeOwn(files, tick, options))
}

/** The data of a proposal; throws where they cannot be read as they are meant. */
export function readAs({ proposal, own }: Proposed): OwnData {
  if (own) return own
  throw new DataFileError('files', proposal.problem, 'files that can be read', proposal.problem)
}

/** The fields of a choice alone, of a scenario's data for instance. */
function picked(asked: Partial<DataChoice>): Partial<DataChoice> {
  return Object.fromEntries(CHOICE_KEYS.flatMap(key => (asked[key] === undefined ? [] : [[key, asked[key]]])))
}

async function contentsOf(files: readonly FileLike[], tick: Tick, { asked = {}, largest = LARGEST_FILES }: OwnOptions): Promise<Content[]> {
  checkFiles(files)
  const total = files.reduce((sum, file) => sum + file.size, 0)
  const contents: Content[] = []
  let before = 0
  let room = largest
  for (const file of files) {
    const at = (share: number) => tick((0.85 * (before + share * file.size)) / total)
    const bytes = await bytesOf(file, done => at((0.3 * done) / file.size))
    let reading = file.name
    try {
      if (room === 0 && (looksLikeGzip(bytes) || looksLikeZip(bytes))) throw noRoom(largest)
      const held = await runSteps(filesIn(file.name, bytes, room), share => at(0.3 + 0.4 * share))
      const several = files.length > 1 || held.length > 1
      for (const [k, { name, bytes }] of held.entries()) {
        reading = name === file.name ? name : `${file.name}: ${name}`
        const options = {
          most: DATA_LIMITS.samples,
          largest: room,
          header: asked.header ?? 'guess',
          decimal: asked.decimal ?? 'auto',
          alone: several,
          split: asked.test === 'split',
          ...(several && LABEL_FILE.test(name) ? { role: 'targets' as const } : {}),
        } as const
        const content = compacted(await runSteps(readContent(bytes, options), share => at(0.7 + (0.3 * (k + share)) / held.length)))
        contents.push({ ...content, file: name })
        room = Math.max(0, room - Math.max(bytes.length, sizeOf(content)))
      }
    } catch (error) {
      throw error instanceof DataFileError ? namingFile(error, shortened(reading)) : error
    }
    before += file.size
  }
  return (asked.decimal ?? 'auto') === 'auto' && areSplitAtDecimals(contents)
    ? contentsOf(files, () => tick(0.85), { asked: { ...asked, decimal: 'comma' }, largest })
    : contents
}

/** Whether decimal commas of one table say that another, of whole numbers between commas, has one column of them. */
function areSplitAtDecimals(contents: readonly Content[]): boolean {
  const sheets = contents.flatMap(c => ('sheet' in c ? [c.sheet] : []))
  return (
    sheets.some(({ writing }) => writing.decimal === COMMA) &&
    sheets.some(({ writing, columns, marks }) => writing.separator === COMMA && columns === 2 && !marks.some)
  )
}

function compacted(content: FileContent): FileContent {
  if (!('part' in content)) return content
  return { ...content, part: compact(content.part), test: content.test && compact(content.test) }
}

function noRoom(largest: number): DataFileError {
  const most = `${grouped(largest)} bytes in all`
  return new DataFileError(
    'packed file',
    'no room left',
    most,
    `the files before it fill the ${most} that are expected: no room is left to unpack it`,
  )
}

/** Samples and targets of the files under a choice, all classes with their counts, and what to call them. */
function* ownDataOf(contents: readonly Content[], { choice, facts }: Described): Steps<{ all: ClassCount[]; own: OwnData }> {
  const { train, test, leftOut } = yield* partsOf(contents, choice)
  const joined = (parts: readonly DataPart[]): DataTable => {
    const { samples, targets } = joinParts(parts)
    return { samples, targets: predicted(targets, choice.predict) }
  }
  const whole = joined(train)
  const all = counted(whole.targets)
  const main = cut(keptClasses(whole, choice.classes, true))
  const other = test.length > 0 ? cut(keptClasses(joined(test), choice.classes, false)) : null
  const both = other ? joinTables([main, other]) : main
  const table = { samples: both.samples, targets: predicted(both.targets, choice.predict) }
  checkRange(table)
  const task = taskOf(table)
  const held = other?.samples.n ?? 0
  const digest = yield* digestOf(table, held)
  const { d, shape } = table.samples
  const outputs = task.kind === 'values' ? table.targets.outputs : task.kind === 'one-hot' ? task.classes : 1
  const classes = table.targets.classes?.names ?? []
  const { n, of } = main.samples
  const summary = summaryOf(table, contents, { choice, facts, leftOut })
  const info = {
    digest,
    files: contents.map(c => c.file),
    format: formatOf(contents),
    n,
    of,
    test: held,
    d,
    shape,
    outputs,
    classes,
    choice,
    summary,
  }
  return { all, own: { info, table, task } }
}

function namingFile({ what, found, expected, message }: DataFileError, file: string): DataFileError {
  return new DataFileError(what, found, expected, message.startsWith(file) ? message : `${file}: ${message}`)
}

/** Bytes of memory that the data take. */
export function memoryOf({ table: { samples, targets } }: OwnData): number {
  const bytes = (entries: Entries | Int32Array) => entries.byteLength
  return bytes(samples.X) + bytes(targets.values) + (targets.classes ? bytes(targets.classes.labels) : 0)
}
