/** Runs a kept run anew, and says whether it comes to the weights that it was kept with. */

import { messageOf } from '../../lib/fault'
import { decodeLink, encodeFields, type Scenario } from '../../scenario'
import type { Scope } from '../scope'
import type { RunHead } from './types'

interface Reopening {
  readonly scope: Pick<Scope, 'store' | 'say'>
  /** Leads the page to a link. */
  go(link: string): void
  /** Of this page. */
  readonly version: string
}

type Head = Pick<RunHead, 'name' | 'link' | 'step' | 'fingerprint' | 'version'>

/** Opens a kept run at its step and compares fingerprints there; returns how to give that up. */
export async function reopen(head: Head, { scope, go, version }: Reopening): Promise<() => void> {
  // Links name their presets.
  await import('../../scenario/presets')
  let wanted: Scenario
  try {
    wanted = decodeLink(head.link)
  } catch (error) {
    scope.say({
      kind: 'error',
      text: `“${head.name}” cannot be run here: ${messageOf(error)}. It was kept by Noisescope ${head.version}, this is ${version}.`,
    })
    return () => {}
  }
  const fields = encodeFields(wanted)
  let came = false
  const end = scope.store.subscribe(({ scenario, status, step, fingerprint, backend }) => {
    if (encodeFields(scenario) !== fields) {
      if (came) end()
      return
    }
    came = true
    if (status === 'loading' || status === 'failed' || step < head.step) return
    if (step === head.step && fingerprint === '') return
    end()
    if (step > head.step) return
    if (fingerprint === head.fingerprint)
      return scope.say({ kind: 'notice', text: `“${head.name}” is at step ${step} again, with the fingerprint that it was kept with.` })
    const gpu = backend?.id === 'webgpu' || backend?.id === 'webgl'
    const why = gpu
      ? ' A GPU computes here, so that they agree to rounding only.'
      : head.version === version
        ? ''
        : ` It was kept by Noisescope ${head.version}, this is ${version}.`
    const text = `“${head.name}” had the fingerprint ${head.fingerprint} at step ${step} when it was kept; here it has ${fingerprint}.${why}`
    scope.say({ kind: gpu ? 'notice' : 'error', text })
  })
  go(head.link)
  return end
}
