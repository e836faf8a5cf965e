/** The runs of a kept sweep as one JSON text; numbers that JSON does not have are texts: "NaN", "Infinity", "-Infinity", "-0". */

import { z } from 'zod'
import { Fault } from '../../../lib/fault'
import type { KeptPart } from '../types'

const ODD = ['NaN', 'Infinity', '-Infinity', '-0'] as const
const number = z.union([z.number(), z.enum(ODD).transform(Number)])

const parts = z.array(
  z.strictObject({
    name: z.string(),
    part: z.strictObject({
      names: z.array(z.string()),
      rows: z.array(z.strictObject({ arm: z.string(), at: z.string(), step: number, values: z.array(number) })),
      steps: number,
      fingerprint: z.string(),
    }),
  }),
)

const asText = (_: string, value: unknown) =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)) ? (Object.is(value, -0) ? '-0' : String(value)) : value

export const partsText = (of: readonly KeptPart[]): string => `${JSON.stringify(of, asText)}\n`

/** Reads what `partsText` wrote. Throws a Fault. */
export function partsOf(text: string): readonly KeptPart[] {
  const refuse = (cause: unknown) => new Fault('The runs of the sweep cannot be read', 'the file is damaged or was changed', { cause })
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch (cause) {
    throw refuse(cause)
  }
  const read = parts.safeParse(found)
  if (!read.success) throw refuse(read.error)
  const bad = read.data.find(({ part }) => part.rows.some(({ values }) => values.length !== part.names.length))
  if (bad) throw new Fault('A run of the sweep has rows that are not as wide as its columns', 'the file is damaged or was changed')
  return read.data
}
