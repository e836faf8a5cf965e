import { elementAt } from '../../lib/values'
import type { Scenario } from '../../scenario'
import type { MeasuredState } from '../../store'

/** What reads the files under the same settings without a browser. */
export function commandOf(files: readonly string[], { arms, measure, seed }: Scenario, given: MeasuredState['given']): string {
  const { eta, B, sampling } = elementAt(arms, 0)
  const { k, sigma, batches, edge } = measure
  const settings = { k, sigma, batches, edge, seed, sampling, ...(given.eta && { eta }), ...(given.B && { B }) }
  const quoted = (name: string) => (/^[\w.,+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`)
  const read = files.map(name => `--measurements ${quoted(name)}`)
  const set = Object.entries(settings).map(([name, value]) => `--set ${name}=${value}`)
  return ['noisescope run', ...read, ...set, '--out out'].join(' ')
}
