import type { Failure } from './protocol'

/** An error as it crosses a worker's border. */
export function failureOf(error: unknown): Failure {
  const { name, message, field, found, allowed } = error as Partial<Failure>
  const failure = { name: name ?? 'Error', message: message ?? String(error) }
  return field === undefined || found === undefined || allowed === undefined ? failure : { ...failure, field, found, allowed }
}
