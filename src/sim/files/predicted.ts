/** What is predicted, under a choice: classes, numbers, some classes only. */

import { type DataChoice, KEPT_CLASSES } from '../../lib/dataChoice'
import { grouped } from '../../lib/digits'
import { namesOf } from '../../lib/lists'
import { type FileClasses, type FileTargets, isNumber, samplesAt } from './data'
import { DataFileError, plural, quoted } from './error'
import type { DataTable } from './join'
import type { ClassCount } from './proposal'

/** Classes that a network may have. */
export const MOST_CLASSES = 100

/** Whether every row of several outputs is one 1 among zeros. */
export function isOneHot({ values, outputs }: Pick<FileTargets, 'values' | 'outputs'>): boolean {
  return outputs > 1 && firstNotOneHot(values, outputs) < 0
}

function firstNotOneHot(values: Float64Array, outputs: number): number {
  for (let at = 0; at < values.length; at += outputs) {
    let sum = 0
    for (let c = 0; c < outputs; c++) {
      const v = values[at + c]
      sum += v === 0 || v === 1 ? v : Number.NaN
    }
    if (sum !== 1) return at / outputs
  }
  return -1
}

/** What comes before the last separator in all names goes: class_a, class_b are a and b. */
function withoutPrefix(names: readonly string[]): readonly string[] {
  const [first = ''] = names
  const prefix = /^.*[_ .:-]/.exec(first)?.[0] ?? ''
  return prefix && names.every(name => name.startsWith(prefix) && name.length > prefix.length)
    ? names.map(name => name.slice(prefix.length))
    : names
}

function oneHotClasses({ values, outputs, names }: FileTargets): FileClasses {
  const odd = firstNotOneHot(values, outputs)
  if (odd >= 0) {
    const found = Array.from(values.subarray(odd * outputs, odd * outputs + Math.min(outputs, 8))).join(', ')
    const where = `sample ${grouped(odd + 1)}`
    throw new DataFileError(
      'predict',
      found,
      'one 1 and zeros',
      `predict: the targets of ${where} are ${found}; one 1 and zeros are expected of classes`,
    )
  }
  const labels = Int32Array.from({ length: values.length / outputs }, (_, i) => values.subarray(i * outputs, (i + 1) * outputs).indexOf(1))
  return { labels, names: names ? withoutPrefix(names) : Array.from({ length: outputs }, (_, c) => String(c)) }
}

/** Different numbers, in their order, as classes. */
function classesOfNumbers(values: Float64Array): FileClasses {
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  if (distinct.length > MOST_CLASSES) {
    const found = `${distinct.length > 1000 ? 'more than 1\u2009000' : grouped(distinct.length)} different numbers`
    throw new DataFileError(
      'predict',
      found,
      `at most ${MOST_CLASSES}`,
      `predict: ${found} found; at most ${MOST_CLASSES} classes are allowed`,
    )
  }
  const places = new Map(distinct.map((v, k) => [v, k]))
  return { labels: Int32Array.from(values, v => places.get(v)!), names: distinct.map(v => String(v === 0 ? 0 : v)) }
}

const isNumeric = ({ names }: FileClasses) => names.every(isNumber)

/** Targets as they are to be predicted. Whole numbers of more than a hundred kinds are numbers unless classes are asked for. */
export function predicted(targets: FileTargets, predict: DataChoice['predict']): FileTargets {
  const { classes, outputs } = targets
  if (predict === 'numbers') {
    if (classes && !isNumeric(classes))
      throw new DataFileError('predict', 'names', 'classes', 'predict: the labels are names, which are predicted as classes')
    return { ...targets, classes: null }
  }
  if (predict === 'classes' && outputs > 1) {
    const found = oneHotClasses(targets)
    return { ...targets, outputs: 1, values: Float64Array.from(found.labels), classes: found }
  }
  if (predict === 'classes') return classes ? targets : { ...targets, classes: classesOfNumbers(targets.values) }
  return classes && classes.names.length > MOST_CLASSES && isNumeric(classes) ? { ...targets, classes: null } : targets
}

/** Classes and how many samples are of each. */
export function counted({ classes }: FileTargets): ClassCount[] {
  if (!classes) return []
  const counts = new Float64Array(classes.names.length)
  for (const label of classes.labels) counts[label]++
  return classes.names.map((name, k) => ({ name, count: counts[k] }))
}

const IN_LINKS = new RegExp(KEPT_CLASSES)

/** Only the samples of some classes, which keep their order; '' for all. `complete` asks for a sample of each. */
export function keptClasses(table: DataTable, kept: string, complete: boolean): DataTable {
  if (kept === '') return table
  const { samples, targets } = table
  const { classes } = targets
  if (!classes) throw new DataFileError('classes', quoted(kept), 'none', 'classes: found some; the targets are numbers, which have none')
  if (!IN_LINKS.test(kept)) {
    const sentence = `classes: the names of those that are kept do not fit into a link, which takes ${grouped(10_000)} characters and no control characters: give them shorter names in the file`
    throw new DataFileError('classes', plural(kept.length, 'character'), `at most ${grouped(10_000)}`, sentence)
  }
  const wanted = new Set(namesOf(kept))
  const missing = [...wanted].find(name => !classes.names.includes(name))
  if (complete && missing !== undefined) {
    const held = classes.names.slice(0, 12).map(quoted).join(', ') + (classes.names.length > 12 ? ', …' : '')
    throw new DataFileError('classes', quoted(missing), held, `classes: found ${quoted(missing)}; allowed are ${held}`)
  }
  const places = classes.names.flatMap((name, k) => (wanted.has(name) ? [k] : []))
  const place = new Map(places.map((k, at) => [k, at]))
  const rows = Array.from(classes.labels.keys()).filter(i => place.has(classes.labels[i]))
  const labels = Int32Array.from(rows, i => place.get(classes.labels[i])!)
  const names = places.map(k => classes.names[k])
  const numeric = names.every(isNumber)
  const values = numeric ? Float64Array.from(labels, k => Number(names[k])) : Float64Array.from(labels)
  const of = rows.length
  return { samples: { ...samplesAt(samples, rows), of }, targets: { n: of, of, outputs: 1, values, classes: { labels, names } } }
}

/** How many classes in words. */
export const classesText = (count: number) => plural(count, 'class').replace('classs', 'classes')
