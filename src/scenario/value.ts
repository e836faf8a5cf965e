import { ScenarioError } from './error'
import { type Field, rangeOf } from './fields'
import type { FieldValue } from './types'

const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Reads a field's text as found in a link or after --set. Throws a ScenarioError naming `name`. */
export function parseValue(field: Field, text: string, name: string = field.name): FieldValue {
  if (field.kind === 'list') {
    const parts = text.split(',')
    if (parts.length > field.longest) throw new ScenarioError(name, text, rangeOf(field))
    return parts.map(part => parseNumber(field, part, name))
  }
  if (field.kind === 'choice' || field.kind === 'text') return checkValue(field, text, name)
  return parseNumber(field, text, name)
}

function parseNumber(field: Field, text: string, name: string): number {
  const value = NUMBER.test(text) ? Number(text) + 0 : Number.NaN
  checkValue(field, field.kind === 'list' ? [value] : value, name, text)
  return value
}

/** Checks kind and range of a value; returns it or throws a ScenarioError. */
export function checkValue(field: Field, value: FieldValue, name: string = field.name, found: string = String(value)): FieldValue {
  if (!isAllowed(field, value)) throw new ScenarioError(name, found, rangeOf(field))
  return value
}

function isAllowed(field: Field, value: FieldValue): boolean {
  if (field.kind === 'choice') return typeof value === 'string' && field.choices.includes(value)
  if (field.kind === 'text') return typeof value === 'string' && (value === '' || new RegExp(field.pattern).test(value))
  const within = (v: unknown) => typeof v === 'number' && Number.isFinite(v) && v >= field.min && v <= field.max
  if (field.kind === 'list')
    return (
      Array.isArray(value) &&
      value.length >= 1 &&
      value.length <= field.longest &&
      value.every(v => within(v) && (!field.whole || Number.isInteger(v)))
    )
  return within(value) && (field.kind === 'real' || Number.isInteger(value))
}

/** The shortest text that parseValue reads back to the same value. */
export function formatFieldValue(value: FieldValue): string {
  return Array.isArray(value) ? value.join(',') : String(value)
}

export function sameValue(a: FieldValue, b: FieldValue): boolean {
  return formatFieldValue(a) === formatFieldValue(b)
}
