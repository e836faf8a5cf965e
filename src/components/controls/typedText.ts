import type { FieldValue } from '../../scenario'

/** A value as it would be typed. */
export const typedText = (value: FieldValue) => (Array.isArray(value) ? value.join(', ') : String(value))
