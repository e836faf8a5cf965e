/** Joins what several files hold into one data set: inputs with their labels, or batches in a row. */

import { checkCounts, type DataPart, type Entries, type FileSamples, type FileTargets, isNumber, targetsFrom } from './data'
import { checkEntries, DataFileError, plural } from './error'

/** User data, ready to be made into a task. */
export interface DataTable {
  readonly samples: FileSamples
  readonly targets: FileTargets
}

const shapeText = (shape: readonly number[]) => shape.join('×')

const totalLength = (arrays: readonly Entries[]) => arrays.reduce((sum, a) => sum + a.length, 0)

function joinedInto<A extends Entries>(all: A, arrays: readonly Entries[]): A {
  let at = 0
  for (const a of arrays) {
    all.set(a, at)
    at += a.length
  }
  return all
}

function concat(arrays: readonly Entries[]): Float64Array {
  const size = totalLength(arrays)
  checkEntries(size, [size])
  return joinedInto(new Float64Array(size), arrays)
}

/** Targets of batches: classes under the same names stay the same; names that are numbers are ordered, others stand as they first appear. */
function joinTargets(all: readonly FileTargets[], of: number): FileTargets {
  const [{ names, outputs }] = all
  const numbers = { ...targetsFrom(concat(all.map(t => t.values)), outputs, of), ...(names && { names }) }
  const classes = all.flatMap(t => t.classes ?? [])
  if (classes.length < all.length) return numbers
  const known = [...new Set(classes.flatMap(c => c.names))]
  const numeric = known.every(isNumber)
  if (numeric && numbers.classes === null) return numbers
  if (numeric) known.sort((a, b) => Number(a) - Number(b))
  const places = new Map(known.map((name, k) => [name, k]))
  const labels = Int32Array.from(classes.flatMap(c => Array.from(c.labels, label => places.get(c.names[label])!)))
  return { ...numbers, values: numeric ? numbers.values : Float64Array.from(labels), classes: { labels, names: known } }
}

/** Tables one after the other. */
export function joinTables(tables: readonly DataTable[]): DataTable {
  const first = tables[0]
  if (tables.length === 1) return first
  tables.forEach(({ samples, targets }, k) => {
    const [found, expected] = [shapeText(samples.shape), shapeText(first.samples.shape)]
    if (found !== expected) throw new DataFileError(`samples of file ${k + 1}`, found, expected)
    if (targets.outputs !== first.targets.outputs)
      throw new DataFileError(`targets of file ${k + 1}`, plural(targets.outputs, 'output'), plural(first.targets.outputs, 'output'))
  })
  const n = tables.reduce((sum, t) => sum + t.samples.n, 0)
  const of = tables.reduce((sum, t) => sum + t.samples.of, 0)
  const entries = tables.map(t => t.samples.X)
  const X = entries.every(e => e instanceof Uint8Array) ? joinedInto(new Uint8Array(totalLength(entries)), entries) : concat(entries)
  return {
    samples: { ...first.samples, n, of, X, bytes: tables.every(t => t.samples.bytes) },
    targets: joinTargets(
      tables.map(t => t.targets),
      of,
    ),
  }
}

/** Parts read from one or several files as one data set: inputs and targets that belong together, or batches that hold both. */
export function joinParts(parts: readonly DataPart[]): DataTable {
  const whole = parts.flatMap(({ samples, targets }) => (samples && targets ? [{ samples, targets }] : []))
  if (parts.length > 0 && whole.length === parts.length) return joinTables(whole)
  const inputs = parts.flatMap(p => (p.samples && !p.targets ? [p.samples] : []))
  const targets = parts.flatMap(p => (p.targets && !p.samples ? [p.targets] : []))
  if (inputs.length !== 1 || targets.length !== 1 || whole.length > 0) {
    const found = `${plural(inputs.length + whole.length, 'file')} with inputs and ${plural(targets.length + whole.length, 'file')} with labels`
    throw new DataFileError('files', found, 'one of each', `${found} found, one of each expected`)
  }
  const [samples, labels] = [inputs[0], targets[0]]
  checkCounts(samples.of, labels.of)
  checkCounts(samples.n, labels.n)
  return { samples, targets: labels }
}
