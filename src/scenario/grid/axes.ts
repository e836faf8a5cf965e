/**
 * The axes of a grid, as --grid names them: one field each, with the values that it takes.
 *
 *     readAxes(['eta=0.1:2:log:20', 'B=1,2,4'])   // two axes, of 20 and of 3 values
 */

import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'
import { ScenarioError } from '../error'
import { type Field, fieldAt, PATH_BY_NAME } from '../fields'
import { parseValue } from '../value'

export interface Axis {
  /** The field's name in links, `gd.eta` for one arm; `arms` for the arms themselves. */
  readonly field: string
  /** Its values as links write them, in the order in which they were given; of `arms` with + between several. */
  readonly values: readonly string[]
  /** Whether they are numbers. */
  readonly numeric: boolean
}

/** Values of an axis at most. */
const LONGEST = 10_000
/** Fields that are no setting of a single run. */
const NOT_SWEPT = ['sweep', 'seeds']
const FORMS = 'lo:hi:lin:count, lo:hi:log:count, or values separated by commas'
const RANGE = /^([^:]*):([^:]*):(lin|log):(\d{1,9})$/
/** Digits of the values within a range, and where those do not tell them apart. */
const DIGITS = [6, 15] as const

/** Reads the texts of --grid, each `field=values`. Throws a ScenarioError naming the field, what was found and what is allowed. */
export function readAxes(texts: readonly string[]): Axis[] {
  const axes = texts.map(text => {
    const at = text.indexOf('=')
    if (at < 1) throw new ScenarioError('--grid', text, `field=values, the values as ${FORMS}`)
    return readAxis(text.slice(0, at), text.slice(at + 1))
  })
  for (const [i, { field }] of axes.entries())
    if (axes.slice(0, i).some(other => other.field === field)) throw new ScenarioError('--grid', field, 'each field once')
  return axes
}

function readAxis(name: string, text: string): Axis {
  const label = `--grid ${name}`
  const field = name === 'arms' ? null : fieldOf(name)
  if (text === '') throw new ScenarioError(label, text, FORMS)
  const numeric = field !== null && field.kind !== 'choice'
  const ranged = numeric && text.includes(':')
  const values = ranged ? rangeOfValues(field, text, label) : text.split(',')
  if (values.length > LONGEST) throw new ScenarioError(label, `${values.length} values`, `at most ${LONGEST}`)
  const read = field === null ? values : values.map(value => String(parseValue(field, value, label)))
  const known = new Set<string>()
  const twice = read.find(value => known.size === known.add(value).size)
  if (twice !== undefined) throw new ScenarioError(label, twice, 'each value once')
  return { field: name, values: read, numeric }
}

function fieldOf(name: string): Field {
  const path = PATH_BY_NAME.get(name.slice(name.indexOf('.') + 1))
  const field = path && fieldAt(path)
  if (!field || !isSwept(field))
    throw new ScenarioError('--grid', name, `a field that is a number or a choice: one of arms, ${sweptFields().join(', ')}`)
  return field
}

/** Names of all fields that can be swept, beside `arms`; an arm's own are prefixed by its id. */
export const sweptFields = (): string[] => [...PATH_BY_NAME].filter(([, path]) => isSwept(fieldAt(path))).map(([name]) => name)

/** Whether the values of a field that is an axis are whole numbers. */
export const isWhole = (name: string) => name !== 'arms' && fieldOf(name).kind === 'integer'

const isSwept = (field: Field) => field.kind !== 'list' && field.kind !== 'text' && !NOT_SWEPT.includes(field.name)

/** The values of lo:hi:lin|log:count; of a whole number, those that fall together count once. */
function rangeOfValues(field: Field, text: string, label: string): string[] {
  const [, from = '', to = '', scale, digits = ''] = RANGE.exec(text) ?? []
  const count = Number(digits)
  if (scale === undefined || count < 2 || count > LONGEST)
    throw new ScenarioError(label, text, `${FORMS}, with a count from 2 to ${LONGEST}`)
  const [lo, hi] = [from, to].map(end => Number(parseValue(field, end, label))) as [number, number]
  if (!(lo < hi)) throw new ScenarioError(label, text, 'a range whose first end is below its second')
  if (scale === 'log' && lo <= 0) throw new ScenarioError(label, text, 'for log a range that begins above 0')
  const between = (i: number) => {
    const share = i / (count - 1)
    return scale === 'lin' ? lo + share * (hi - lo) : exp(ln(lo) + share * (ln(hi) - ln(lo)))
  }
  // The ends stand as they were given.
  const all = Array.from({ length: count }, (_, i) => (i === 0 ? lo : i === count - 1 ? hi : between(i)))
  if (field.kind === 'integer') return [...new Set(all.map(Math.round))].map(String)
  const rounded = (places: number) => all.map((v, i) => (i === 0 || i === count - 1 ? v : Number(v.toPrecision(places))))
  const short = rounded(DIGITS[0])
  return (new Set(short).size === count ? short : rounded(DIGITS[1])).map(String)
}
