import { PART_MISSING } from '../lib/fault'
import type { Failure } from './protocol'

/** What browsers call a module of which the file, or one that it imports, did not come. */
const NOT_FETCHED = /dynamically imported module|module script failed/i
/** A worker whose code is not there stays without it until the page is loaded anew: browsers remember. */
const SENTENCE = 'A part of the program could not be fetched; check the connection and reload the page'

/** An error as it crosses a worker's border: what the worker posts, and what the page throws of it. */
export function failureOf(error: unknown): Failure {
  const { name, message, field, found, allowed } = error as Partial<Failure>
  const said = message ?? String(error)
  const failure = NOT_FETCHED.test(said) ? { name: PART_MISSING, message: SENTENCE } : { name: name ?? 'Error', message: said }
  return field === undefined || found === undefined || allowed === undefined ? failure : { ...failure, field, found, allowed }
}

/** The worker could not do what it was asked; `failure` carries field, value and range where there are any. */
export class WorkerFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message)
    this.name = failure.name
  }
}
