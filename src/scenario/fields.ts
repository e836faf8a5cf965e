import type { ChoiceField, DefaultsOf, Field, NumberField, ValueOf } from './field'
import { PROBLEM_FIELDS } from './problemFields'
import { RUN_FIELDS } from './runFields'

/**
 * The one table of fields: name in links and on the command line, place in the scenario, default, range, unit, words.
 * Schema, codec, controls and messages are all derived from it.
 */
export const FIELDS = { ...PROBLEM_FIELDS, ...RUN_FIELDS }

export type { Field, NumberField } from './field'
export type Group = keyof typeof FIELDS
/** A field's address: group and key, as 'data.n'. */
export type Path = { [G in Group]: `${G}.${Extract<keyof (typeof FIELDS)[G], string>}` }[Group]

type EntryAt<P extends Path> = {
  [G in Group]: P extends `${G}.${infer Key extends Extract<keyof (typeof FIELDS)[G], string>}` ? (typeof FIELDS)[G][Key] : never
}[Group]
/** A field's name in links. */
export type FieldName = EntryAt<Path>['name']
type PathOf<Kind extends Field> = { [P in Path]: EntryAt<P> extends Kind ? P : never }[Path]
export type ChoicePath = PathOf<ChoiceField>
export type NumberPath = PathOf<NumberField>

/** The kind of the field at an address, and the values that it takes. */
export type FieldAt<P extends Path> = P extends NumberPath ? NumberField : P extends ChoicePath ? ChoiceField : Field
export type ValueAt<P extends Path> = ValueOf<EntryAt<P>>

/** An address, taken apart. */
export type Place = { [G in Group]: { readonly group: G; readonly key: keyof (typeof FIELDS)[G] } }[Group]

/** Group and key of an address: 'data.n' is n of data. */
export function placeOf(path: Path): Place {
  const [group, key] = path.split('.')
  return { group, key } as Place
}

/** The field at an address. */
export function fieldAt<P extends Path>(path: P): FieldAt<P> {
  const { group, key } = placeOf(path)
  const fields: Readonly<Record<string, Field>> = FIELDS[group]
  return fields[key] as FieldAt<P>
}

/** All addresses in link order. */
export const PATHS: readonly Path[] = (Object.keys(FIELDS) as Group[]).flatMap(g => Object.keys(FIELDS[g]).map(k => `${g}.${k}` as Path))

/** Where the fields of a table stand unless something is said. */
export function defaultsOf<Fields extends Readonly<Record<string, Field>>>(fields: Fields): DefaultsOf<Fields> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.initial])) as DefaultsOf<Fields>
}

/** Address by plain name. */
export const PATH_BY_NAME: ReadonlyMap<string, Path> = new Map(PATHS.map(p => [fieldAt(p).name, p]))

/** The allowed values in words, for messages: "an integer from 1 to 20000". */
export function rangeOf(field: Field): string {
  if (field.kind === 'text') return field.allowed
  if (field.kind === 'choice') return `one of ${field.choices.join(', ')}`
  if (field.kind === 'list')
    return `1 to ${field.longest} ${field.whole ? 'whole ' : ''}numbers from ${field.min} to ${field.max}, separated by commas`
  return `${field.kind === 'integer' ? 'an integer' : 'a number'} from ${field.min} to ${field.max}`
}
