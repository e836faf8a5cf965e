import { type Field, type FieldValue, parseValue } from '../../scenario'
import { allowedText } from '../controls/allowedText'
import { plainValue } from '../controls/plainNumber'

/** A typed value as the field reads it, or what the field allows. */
export function typedValue(text: string, field: Field): { readonly value: FieldValue } | { readonly allowed: string } {
  try {
    const plain = field.kind === 'choice' || field.kind === 'text' ? text : plainValue(text, field)
    return { value: parseValue(field, plain) }
  } catch {
    return { allowed: allowedText(field) }
  }
}
