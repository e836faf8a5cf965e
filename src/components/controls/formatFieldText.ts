import type { FieldValue } from '../../scenario'

/** A value as it would be typed. */
export const formatFieldText = (value: FieldValue) => (Array.isArray(value) ? value.join(', ') : String(value))
