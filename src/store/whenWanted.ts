import { fetched } from '../lib/fault'

/** A part of the store whose code is fetched when it is first wanted: `const studies = whenWanted('the studies', async () => …)`. */
export interface WhenWanted<T> {
  /** The part, fetched now if it has not been; rejects where its code does not come, and tries again the next time. */
  (): Promise<T>
  /** The part, if it is here. */
  readonly here: T | null
}

export function whenWanted<T>(what: string, make: () => Promise<T>): WhenWanted<T> {
  let part: Promise<T> | null = null
  let here: T | null = null
  async function arrive(): Promise<T> {
    try {
      here = await fetched(what, make())
      return here
    } catch (error) {
      part = null
      throw error
    }
  }
  const ask = () => {
    part ??= arrive()
    return part
  }
  return Object.defineProperty(ask, 'here', { get: () => here }) as WhenWanted<T>
}
