import { z } from 'zod'
import { checkScenario, normalize } from './check'
import { ScenarioError } from './error'
import { changeOf } from './events'
import type { Field, ValueOf } from './field'
import { FIELDS, fieldAt, PATHS, rangeOf } from './fields'
import { ARM_ID, MAX_ARMS } from './limits'
import { migrate } from './migrate'
import { ARM_KINDS } from './optimizers'
import type { FieldValue, Scenario } from './types'

/** The schema of one field; the type of its values follows from the table, see `zodShape`. */
function zodOf(field: Field): z.ZodDefault<z.ZodType<FieldValue>> {
  const meta = { title: field.label, unit: field.unit }
  return typeOf(field).default(field.initial).meta(meta)
}

function typeOf(field: Field): z.ZodType<FieldValue> {
  if (field.kind === 'choice') return z.enum(field.choices)
  if (field.kind === 'text') return z.union([z.literal(''), z.string().regex(new RegExp(field.pattern), field.allowed)])
  const number = z.number().min(field.min).max(field.max)
  if (field.kind === 'list')
    return z
      .array(field.whole ? number.int() : number)
      .min(1)
      .max(field.longest)
  return field.kind === 'integer' ? number.int() : number
}

type Fields = Readonly<Record<string, Field>>
type ShapeOf<Table extends Fields> = { [Key in keyof Table]: z.ZodDefault<z.ZodType<ValueOf<Table[Key]>>> }

/** A table of fields as the shape of an object. */
function zodShape<Table extends Fields>(table: Table): ShapeOf<Table> {
  return Object.fromEntries(Object.entries(table).map(([key, field]) => [key, zodOf(field)])) as ShapeOf<Table>
}

/** A group of fields as an object that knows no others. */
const group = <Table extends Fields>(table: Table) => z.strictObject(zodShape(table))

const keysOf = <Table extends Fields>(table: Table) => Object.keys(table) as (keyof Table & string)[]

function makeSchema() {
  const id = z.string().regex(ARM_ID, 'lower-case letters and digits, at most 12, starting with a letter')
  return z.strictObject({
    version: z.literal(1),
    preset: z.string().max(40).default('linear-isotropic'),
    ...zodShape(FIELDS.run),
    model: group(FIELDS.model).prefault({}),
    data: group(FIELDS.data).prefault({}),
    init: group(FIELDS.init).prefault({}),
    arms: z
      .array(z.strictObject({ id, kind: z.enum(ARM_KINDS), ...zodShape(FIELDS.arm) }))
      .min(1)
      .max(MAX_ARMS),
    measure: group(FIELDS.measure).prefault({}),
    sweep: group(FIELDS.sweep).prefault({}),
    ensemble: group(FIELDS.ensemble).prefault({}),
    view: group(FIELDS.view).prefault({}),
    events: z
      .array(
        z.strictObject({
          step: z.number().int().min(0).max(FIELDS.run.steps.max),
          arm: z.union([z.literal(''), id]),
          field: z.enum(keysOf(FIELDS.arm)),
          value: z.union([z.number(), z.string(), z.array(z.number())]),
        }),
      )
      .default([]),
  })
}

/**
 * The schema of a scenario file: every field with default, range, unit and words, from the table of fields. Marked pure
 * so that a bundle which reads no files, the page's and the worker's, leaves it and its library out.
 */
export const scenarioSchema = /* @__PURE__ */ makeSchema()

/** Validates and completes a scenario from JSON. Throws a ScenarioError for the first thing that cannot be. */
export function parseScenario(input: unknown): Scenario {
  const result = scenarioSchema.safeParse(migrate(input))
  if (!result.success) throw fromZod(result.error, input)
  const events = result.data.events.map(({ step, arm, field, value }) => ({ step, ...changeOf(arm, field, value) }))
  return checkScenario(normalize({ ...result.data, events }))
}

function fromZod(error: z.ZodError, input: unknown): ScenarioError {
  const [issue] = error.issues
  const path = issue?.path.map(String) ?? []
  let found: unknown = input
  for (const key of path) found = (found as Record<string, unknown> | undefined)?.[key]
  const table = `${path[0] === 'arms' ? 'arm' : path.length > 1 ? path[0] : 'run'}.${path.at(-1)}`
  const field = PATHS.find(known => known === table)
  const allowed = field ? rangeOf(fieldAt(field)) : (issue?.message ?? error.message)
  return new ScenarioError(
    path.join('.') || 'scenario',
    found === undefined ? 'nothing' : typeof found === 'string' ? found : JSON.stringify(found),
    allowed,
  )
}
