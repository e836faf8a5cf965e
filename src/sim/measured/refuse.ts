import { DataFileError } from '../files/error'

/** Refuses a file of measurements: what of it, what was found there, and what is allowed, in one sentence. */
export const refused = (what: string, found: string, allowed: string) =>
  new DataFileError(what, found, allowed, `${what}: ${found} found, allowed is ${allowed}`)
