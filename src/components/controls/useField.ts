/** A field of the scenario as controls use it: its value at the step on screen, and how to change it. */
import { useCallback } from 'react'
import {
  type Arm,
  armField,
  armUses,
  type Field,
  type FieldAt,
  type FieldValue,
  fieldAt,
  getValue,
  isArmPath,
  type Path,
  parseValue,
  sameValue,
  type ValueAt,
} from '../../scenario'
import { type ScopeState, valuesAt } from '../../store'
import { useScope, useScopeState } from '../scope'
import { allowedText } from './allowedText'
import { isAsInLinks } from './typedText'

export interface FieldHandle<P extends Path = Path> {
  readonly field: FieldAt<P>
  /** Its name in links; with the arm's in front where there are several. */
  readonly name: string
  /** The value in force at the step on screen, or the one on its way there. */
  readonly value: ValueAt<P>
  /** Several arms are meant and their values differ. */
  readonly mixed: boolean
  /** A message speaks of this field. */
  readonly invalid: boolean
  set(value: FieldValue, done?: boolean): void
  /** Reads typed text; returns null after setting it, else what is wrong with it, '' where the message strip says so. */
  type(text: string, max?: number): string | null | Promise<string | null>
}

const linkName = (field: Field, arm: string) => (arm ? `${arm}.${field.name}` : field.name)

function stateOf({ scenario, step, wanted }: ScopeState, path: Path, arm: string): { value: FieldValue; mixed: boolean } {
  const name = linkName(fieldAt(path), arm)
  const coming = wanted[name]
  if (coming !== undefined) return { value: coming, mixed: false }
  if (!isArmPath(path)) return { value: getValue(scenario, { path, arm: '' }), mixed: false }
  const [value = getValue(scenario, { path, arm }), ...others] = valuesAt(scenario, { path, arm }, step)
  return { value, mixed: others.some(v => !sameValue(v, value)) }
}

/** Whether an error on screen is about a field. */
function speaksOf({ message }: ScopeState, field: Field, name: string): boolean {
  const named = message?.kind === 'error' ? message.field?.replace(/^at\./, '') : undefined
  return named === name || named === field.name
}

/** A field of the scenario for a control; `arm` is '' for fields of no arm and for all arms. */
export function useField<P extends Path>(path: P, arm = ''): FieldHandle<P> {
  const scope = useScope()
  const field = fieldAt(path)
  const name = linkName(field, arm)
  const value = useScopeState(s => stateOf(s, path, arm).value)
  const mixed = useScopeState(s => stateOf(s, path, arm).mixed)
  const invalid = useScopeState(s => speaksOf(s, field, name))
  const set = useCallback((next: FieldValue, done = true) => scope.set(name, next, done), [scope, name])
  const type = useCallback(
    (text: string, max?: number) => {
      const narrowed = max === undefined || !('max' in field) ? field : { ...field, max: Math.min(max, field.max) }
      const take = (plain: string) => {
        try {
          const next = parseValue(narrowed, plain)
          const now = stateOf(scope.store.getState(), path, arm)
          if (!now.mixed && sameValue(next, now.value)) return null
          scope.set(name, next)
          return speaksOf(scope.store.getState(), field, name) ? '' : null
        } catch {
          return allowedText(narrowed)
        }
      }
      // What other notations mean is read by code of its own; where that does not come, as links would.
      if (isAsInLinks(text, field)) return take(text.trim())
      return import('./plainNumber').then(
        code => take(code.plainValue(text, field)),
        () => take(text.replace(/\s/g, '')),
      )
    },
    [scope, field, name, path, arm],
  )
  return { field, name, value: value as ValueAt<P>, mixed, invalid, set, type }
}

/** The arms that an arm field's control speaks of: the one, or all that use the field. */
export function ownersOf(arms: readonly Arm[], path: Path, arm: string): Arm[] {
  return arms.filter(a => (arm === '' || a.id === arm) && armUses(a.kind, armField(path)))
}
