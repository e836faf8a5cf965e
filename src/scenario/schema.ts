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

/** An object that has no other entries. */
const known = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? `one of ${Object.keys(shape).join(', ')}` : 'an object') })

/** A group of fields as such an object. */
const group = <Table extends Fields>(table: Table) => known(zodShape(table))

const keysOf = <Table extends Fields>(table: Table) => Object.keys(table) as (keyof Table & string)[]

function makeSchema() {
  const [anId, aName] = ['lower-case letters and digits, at most 12, starting with a letter', 'a text of at most 40 characters']
  const id = z.string(anId).regex(ARM_ID, anId)
  const arms = `a list of 1 to ${MAX_ARMS} arms`
  const aStep = `an integer from 0 to ${FIELDS.run.steps.max}`
  return known({
    version: z.literal(1, '1'),
    preset: z.string(aName).max(40, aName).default('linear-isotropic'),
    ...zodShape(FIELDS.run),
    model: group(FIELDS.model).prefault({}),
    data: group(FIELDS.data).prefault({}),
    init: group(FIELDS.init).prefault({}),
    arms: z
      .array(known({ id, kind: z.enum(ARM_KINDS, `one of ${ARM_KINDS.join(', ')}`), ...zodShape(FIELDS.arm) }), arms)
      .min(1, arms)
      .max(MAX_ARMS, arms),
    measure: group(FIELDS.measure).prefault({}),
    sweep: group(FIELDS.sweep).prefault({}),
    ensemble: group(FIELDS.ensemble).prefault({}),
    stop: group(FIELDS.stop).prefault({}),
    view: group(FIELDS.view).prefault({}),
    events: z
      .array(
        known({
          step: z.number(aStep).int(aStep).min(0, aStep).max(FIELDS.run.steps.max, aStep),
          arm: z.union([z.literal(''), id], `empty, or ${anId}`),
          field: z.enum(keysOf(FIELDS.arm), `one of ${keysOf(FIELDS.arm).join(', ')}`),
          value: z.union([z.number(), z.string(), z.array(z.number())], 'a number, a text or a list of numbers'),
        }),
        'a list of changes',
      )
      .default([]),
  })
}

/**
 * The schema of a scenario file: every field with default, range, unit and words, from the table of fields. Marked pure
 * so that a bundle which reads no files, the page's and the worker's, leaves it and its library out.
 */
const scenarioSchema = /* @__PURE__ */ makeSchema()

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
  if (issue?.code === 'unrecognized_keys') found = issue.keys[0]
  // Of an entry of a list, the list.
  const names = path.filter(key => !/^\d+$/.test(key))
  const table = `${names[0] === 'arms' ? 'arm' : names.length > 1 ? names[0] : 'run'}.${names.at(-1)}`
  const field = PATHS.find(known => known === table)
  const allowed = field ? rangeOf(fieldAt(field)) : (issue?.message ?? error.message)
  const name = path.join('.') || 'scenario'
  if (found === undefined) return new ScenarioError(name, '', allowed, `${name} is missing; needed is ${allowed}`)
  return new ScenarioError(name, typeof found === 'string' ? found : JSON.stringify(found), allowed)
}
