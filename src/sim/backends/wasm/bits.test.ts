import { expect, it } from 'vitest'
import { Fingerprint } from '../../../lib/fingerprint'
import { atRest, DEFAULTS } from '../../../lib/optimizers'
import type { ModelSpec } from '../types'
import { createWasmEigh } from './eigh'
import { createWasmBackend } from './index'

// The bits of a link's run depend on these: a change here means that links made before play differently, so it must be meant.
const EXPECTED = {
  linear: '1b229369632ff0d2',
  'olm-diagonal': '6d04afa65c007649',
  'olm-two-layer': 'b8c03127486676bd',
  eigh: 'e5743f95f0893e7b',
}

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

it.each<ModelSpec>([{ kind: 'linear' }, { kind: 'olm-diagonal' }, { kind: 'olm-two-layer', m: 6 }])('$kind keeps its bits', async model => {
  const [n, d] = [301, 21]
  const next = generator(9)
  const random = (length: number) => Float64Array.from({ length }, next)
  const p = model.kind === 'linear' ? d : model.kind === 'olm-diagonal' ? 2 * d : model.m * d + model.m
  const engine = await (await createWasmBackend()).open({ n, d, X: random(n * d), y: random(n), model })
  const bits = new Fingerprint()
  for (const batchSize of [1, 2, 3, 4, 7, n]) {
    for (const momentum of [0, 0.9]) {
      const arm = engine.addArm(atRest(random(p)))
      const indices = Int32Array.from({ length: 50 * batchSize }, () => Math.floor(((next() + 1) / 2) * n))
      const plan = {
        eta: random(50).map(v => 0.005 * (v + 1)),
        batch: batchSize === n ? null : indices,
        batchSize,
        settings: { ...DEFAULTS, momentum },
      }
      expect(await engine.advance(arm, plan)).toBe(50)
      bits.add((await engine.readState(arm)).theta).add(await engine.residuals(arm))
    }
  }
  const M = await engine.moment(random(n))
  bits
    .add(M)
    .add(await engine.gram(null))
    .add(await engine.gram(M))
  expect(bits.digest()).toBe(EXPECTED[model.kind])
})

it('eigh keeps its bits', async () => {
  const eigh = await createWasmEigh()
  const bits = new Fingerprint()
  for (const n of [1, 2, 6, 41, 150]) {
    const next = generator(n)
    const { values, vectors } = eigh(Float64Array.from({ length: n * n }, next), n)
    bits.add(values).add(vectors)
  }
  expect(bits.digest()).toBe(EXPECTED.eigh)
})
