import type { Failure } from './protocol'

/** An error as it crosses a worker's border: what the worker posts, and what the page throws of it. */
export function failureOf(error: unknown): Failure {
  const { name, message, field, found, allowed } = error as Partial<Failure>
  const failure = { name: name ?? 'Error', message: message ?? String(error) }
  return field === undefined || found === undefined || allowed === undefined ? failure : { ...failure, field, found, allowed }
}

/** The worker could not do what it was asked; `failure` carries field, value and range where there are any. */
export class WorkerFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message)
    this.name = failure.name
  }
}
