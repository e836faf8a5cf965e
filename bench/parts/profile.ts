/** What our own time goes into, of the rows that race against others: a profile of one process that does nothing else. */
import { nodeChild } from '../core/children'
import type { Row } from '../core/row'
import { CNN, type Precision, type Shape, STEP_SHAPES, twoLayer } from '../core/shapes'
import { KINDS } from '../node/attribution'
import { ensembleJob, SIZES } from './ensemble'
import { rowName } from './networks'

/** Milliseconds that a profile lasts, about. */
const LASTS = 1500

export async function rows(say: (row: Row) => void): Promise<void> {
  for (const precision of ['f64', 'f32'] as const) {
    for (const shape of STEP_SHAPES) say(await ofNet(shape, 'step', precision))
    for (const shape of [twoLayer(1024), twoLayer(16384), CNN]) say(await ofNet(shape, 'mu', precision))
  }
  for (const [s, B] of SIZES) say(await profiled(`ensemble step: 1,024 replicas, d ${s}, B ${B}, f32`, ensembleJob(s, B, 'f32')))
}

function ofNet(shape: Shape, kind: 'step' | 'mu', precision: Precision): Promise<Row> {
  const { link, arm, steps } = shape
  const title = kind === 'step' ? 'SGD step' : 'μ with g'
  return profiled(`${title}: ${rowName(shape, kind, precision)}`, { by: 'ours', kind, link, arm, precision, steps })
}

async function profiled(name: string, job: object): Promise<Row> {
  const child = nodeChild()
  const about = { part: 'profile', group: 'where our time goes', name, unit: '%', targets: [] }
  const made = await child.ask({ do: 'make', job: 0, ...job })
  const first = made.missing ? made : await child.ask({ do: 'run', job: 0, calls: 3 })
  const calls = Math.max(2, Math.round(LASTS / (first.wall ?? LASTS)))
  // Compilers have had their time by then.
  const warm = first.missing ? first : await child.ask({ do: 'run', job: 0, calls })
  const { missing, facts } = warm.missing ? warm : await child.ask({ do: 'profile', job: 0, calls })
  await child.ask({ do: 'drop', job: 0 })
  const cells = KINDS.map(who => {
    const share = Number(facts?.[who])
    return missing === undefined ? { who, rounds: 1, lower: share, median: share, upper: share } : { who, missing }
  })
  return { ...about, cells }
}
