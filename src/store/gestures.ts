import { encodeFields, type FieldValue, type Scenario, sameValue } from '../scenario'
import type { LinkWriter } from './linkWriter'

/** One change under the user's hand, from the first call of a drag to the last: one entry in the history. */
export interface Gesture {
  readonly name: string
  /** The values in force when it began, so that passing an extreme on the way leaves no trace. */
  readonly base: Scenario
  written: boolean
  /**
   * When its values act: each as the start of a new run, each in the run that goes on, or the last alone, in a new run, where
   * there is none that could go on.
   */
  acts?: 'at the start' | 'in flight' | 'on release'
  /** The step of the change that it has recorded: every further value takes its place. */
  at?: number
  /** The value last asked for: the last call of a drag repeats it, and changes nothing. */
  last?: FieldValue
}

/**
 * The address bar as the record of what the user did. A gesture is taken up by `during` at every call of a drag; its first
 * `write` makes an entry in the history, the following ones replace it.
 */
export class GestureLog {
  private current: Gesture | null = null
  private written = ''

  /** @param inForce the scenario whose start are the values in force */
  constructor(
    private readonly link: LinkWriter,
    private readonly inForce: () => Scenario,
  ) {}

  /** The gesture of this name: the one under way, else a new one; it ends with a call that is `done`. */
  during(name: string, done: boolean): Gesture {
    const gesture = this.of(name) ?? { name, base: this.inForce(), written: false }
    this.current = done ? null : gesture
    return gesture
  }

  /** What a change of this name starts from. */
  baseOf(name: string): Scenario {
    return this.of(name)?.base ?? this.inForce()
  }

  /** Whether this call only repeats the last one of the gesture, and nothing is to follow from it. */
  repeats(name: string, value: FieldValue, done: boolean): boolean {
    const gesture = this.of(name)
    if (done && gesture?.acts === 'on release') return false
    return gesture?.last !== undefined && sameValue(gesture.last, value)
  }

  /** Notes the value last asked for by the gesture under way. */
  note(value: FieldValue): void {
    if (this.current) this.current.last = value
  }

  end(): void {
    this.current = null
  }

  write(scenario: Scenario, by: Gesture): void {
    if (this.writeLink(scenario, by.written ? 'replace' : 'push')) by.written = true
  }

  /** False where the address says so already. */
  writeLink(scenario: Scenario, mode: 'replace' | 'push'): boolean {
    const text = encodeFields(scenario)
    if (text === this.written && !this.link.waits) return false
    this.written = text
    this.link.write(text, mode)
    return true
  }

  /** A link was opened: the address is brought to its canonical form, unless it is to be `left` as it is. */
  opened(scenario: Scenario, left: boolean): void {
    this.end()
    this.link.forget()
    this.written = encodeFields(scenario)
    if (!left) this.link.write(this.written, 'replace')
  }

  private of(name: string): Gesture | null {
    return this.current?.name === name ? this.current : null
  }
}
