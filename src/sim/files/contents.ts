/** What several files hold together: which of them are inputs, labels, or a test set of their own. */

import type { PartRole } from './choose'
import type { DataPart, FileTargets, Format } from './data'
import type { Dialect } from './proposal'
import type { Sheet } from './sheet'

/** A file that was read: a table of cells, or arrays that need no choice of columns, with a test set that they bring. */
export type FileContent =
  | { readonly sheet: Sheet; readonly encoding: Dialect['encoding'] }
  | {
      readonly part: DataPart
      readonly test: DataPart | null
      /** Whether there is a test set, read or passed over. */
      readonly tests?: boolean
      readonly said: readonly string[]
      /** Where samples have several kinds of labels: each of them, the one that is meant by default last. */
      readonly labels?: readonly Labels[]
    }

/** One kind of labels among several. */
export interface Labels {
  readonly name: string
  readonly targets: FileTargets
}

export type Content = FileContent & { readonly file: string }

/** A file by its name alone: labels of two axes cannot be distinguished from inputs otherwise. */
export const LABEL_FILE = /(^|[^a-z])(y|labels?|targets?|classes)([^a-z]|$)/i
const TEST_FILE = /(^|[^a-z])(tests?|t10k|val|valid|validation|eval)([^a-z]|$)/i

/** Bytes that the content of a file takes. */
export const sizeOf = (content: FileContent): number =>
  'sheet' in content ? content.sheet.values.byteLength : (content.part.samples?.X.byteLength ?? 0)

/** The format of the file that holds the inputs. */
export function formatOf(contents: readonly Content[]): Format {
  for (const content of contents) if ('part' in content && content.part.samples) return content.part.format
  return contents.some(c => 'sheet' in c) ? 'csv' : 'idx'
}

export const isTest = ({ file }: { readonly file: string }): boolean => TEST_FILE.test(file)

export const sheetsOf = (contents: readonly Content[]) => contents.flatMap(c => ('sheet' in c ? [{ file: c.file, sheet: c.sheet }] : []))

/** What a table of several files is: labels where it has one column, or others than the rest and a name that says so. */
export function roleOf(contents: readonly Content[], content: { readonly file: string; readonly sheet: Sheet }): PartRole {
  if (contents.length === 1) return 'both'
  const isLabels = ({ file, sheet }: { file: string; sheet: Sheet }) =>
    sheet.columns === 1 ||
    (LABEL_FILE.test(file) && sheetsOf(contents).some(other => other.sheet.columns !== sheet.columns && !LABEL_FILE.test(other.file)))
  if (isLabels(content)) return 'targets'
  const others = contents.some(c => ('sheet' in c ? isLabels(c) : c.part.targets && !c.part.samples))
  return others ? 'inputs' : 'both'
}

/** Whether files hold a test set, though it may not have been read. */
export const holdTest = (contents: readonly Content[]): boolean =>
  bringTest(contents) || contents.some(c => 'part' in c && c.tests === true)

/** Whether files bring a test set of their own: arrays of an archive, or files that are called so beside others that are not. */
export function bringTest(contents: readonly Content[]): boolean {
  if (contents.some(c => 'part' in c && c.test)) return true
  const named = contents.filter(isTest).length
  return named > 0 && named < contents.length
}
