import { Fault } from '../lib/fault'

/** A scenario that cannot be: names the field, what was found and what is allowed; the message says so unless a sentence of its own does. */
export class ScenarioError extends Fault {
  override readonly name = 'ScenarioError'
  constructor(
    readonly field: string,
    readonly found: string,
    readonly allowed: string,
    sentence?: string,
  ) {
    super(`${field}: found ${quote(found)}`, `allowed is ${allowed}`, { sentence })
  }
}

function quote(text: string): string {
  return text.length > 40 ? `“${text.slice(0, 40)}…”` : `“${text}”`
}
