import { columnsFor } from '../../scenario'
import { idOf } from './keep'
import type { KeptRun, KeptSweep } from './types'

export const COLUMNS = columnsFor({ k: 2 })

/** Rows at these steps; what is not the step is a number that no other place has, and NaN in one column. */
export function rowsAt(steps: readonly number[], seed = 0): Float64Array {
  return Float64Array.from(
    steps.flatMap(step => COLUMNS.names.map((_, c) => (c === 0 ? step : c === 3 ? Number.NaN : seed + step / 7 + c))),
  )
}

/** A kept run of the two arms of a preset, whose rows differ with `seed`. */
export function aRun(seed = 0, said: Partial<KeptRun> = {}): KeptRun {
  const run: Omit<KeptRun, 'id'> = {
    kind: 'run',
    ...{ name: `run ${seed}`, note: '', savedAt: `2026-01-02T00:00:0${seed % 10}.000Z`, version: '0.1.0' },
    link: `v=1&s=linear-isotropic&arms=sgd,gd&seed=${seed + 1}&step=20`,
    ...{ step: 20, fingerprint: '0123456789abcdef', columns: COLUMNS, thumbnail: '' },
    arms: [
      { id: 'sgd', rows: rowsAt([0, 10, 20], seed), divergence: null },
      { id: 'gd', rows: rowsAt([0, 20], seed), divergence: { step: 12, direction: 1, share: 0.5 } },
    ],
    ...said,
  }
  return { ...run, id: idOf(run) }
}

/** A kept sweep over η with two of its three runs. */
export const aSweep = (said: Partial<KeptSweep> = {}): KeptSweep => ({
  kind: 'sweep',
  ...{ id: '00000000000000ff', name: 'a sweep', note: 'over η', savedAt: '2026-01-03T00:00:00.000Z', version: '0.1.0', thumbnail: '' },
  link: 'v=1&s=linear-isotropic&grid=eta=0.01,0.02,0.03',
  ...{ sources: 'some', runs: 3 },
  parts: [0.25, -0].map((value, i) => ({
    name: `run ${i}`,
    part: {
      names: ['step', 'loss', 'mu'],
      rows: [{ arm: 'sgd', at: 'end', step: i ? Number.POSITIVE_INFINITY : 20, values: [20, value, Number.NaN] }],
      steps: 20,
      fingerprint: `f${i}`,
    },
  })),
  ...said,
})
