import { Fingerprint } from '../lib/fingerprint'
import type { Tick } from '../lib/tick'

/** Weights hashed between two looks at what else there is to do. */
const HASHED_AT_ONCE = 1 << 18

/** Hash of a step and of every arm's θ at it, bit by bit. */
export async function fingerprintOf(step: number, thetas: readonly Float64Array[], tick: Tick): Promise<string> {
  const hash = new Fingerprint().add([step])
  for (const theta of thetas)
    for (let at = 0; at < theta.length; at += HASHED_AT_ONCE) {
      hash.add(theta.subarray(at, at + HASHED_AT_ONCE))
      await tick(at / theta.length)
    }
  return hash.digest()
}
