/** What the table of fields says of one field; its sentence of help is in `help.ts`. */

interface Common {
  /** Plain name in links and in --set. */
  readonly name: string
  readonly label: string
  readonly symbol?: string
  readonly unit?: string
  /** 'live' acts in flight (an event), 'restart' rebuilds the problem, 'reading' leaves the run as it is. */
  readonly effect: 'live' | 'restart' | 'reading'
}

/** What most fields spread into their entry of a table. */
export const restart = { effect: 'restart' } as const
export const reading = { effect: 'reading' } as const

export interface NumberField extends Common {
  readonly kind: 'integer' | 'real'
  readonly min: number
  readonly max: number
  readonly initial: number
  /** How a slider should map positions to values; log fields with min 0 start at `knee`. */
  readonly scale: 'linear' | 'log'
  /** Comfortable end points of a slider, inside [min, max]. */
  readonly slider?: readonly [number, number]
}
export interface ChoiceField extends Common {
  readonly kind: 'choice'
  readonly choices: readonly string[]
  readonly initial: string
}
export interface ListField extends Common {
  readonly kind: 'list'
  readonly min: number
  readonly max: number
  readonly initial: readonly number[]
  readonly longest: number
  /** Whether the entries are whole numbers. */
  readonly whole?: boolean
}
/** A short text; '' is always allowed. */
export interface TextField extends Common {
  readonly kind: 'text'
  /** A regular expression for what is not empty, and the same in words. */
  readonly pattern: string
  readonly allowed: string
  readonly initial: string
}
export type Field = NumberField | ChoiceField | ListField | TextField

/** The values that a field takes. */
export type ValueOf<F extends Field> = F extends ChoiceField
  ? F['choices'][number]
  : F extends ListField
    ? readonly number[]
    : F extends TextField
      ? string
      : number

/** What a group of fields is in a scenario. */
export type SettingsOf<Fields extends Readonly<Record<string, Field>>> = { readonly [Key in keyof Fields]: ValueOf<Fields[Key]> }

/** Where a table's fields stand unless something is said. */
export type DefaultsOf<Fields extends Readonly<Record<string, Field>>> = { readonly [Key in keyof Fields]: Fields[Key]['initial'] }
