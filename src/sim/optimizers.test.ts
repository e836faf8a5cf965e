import { afterAll, describe, expect, it } from 'vitest'
import { atRest, DEFAULTS, RULES, type Rule, type Settings } from '../lib/optimizers'
import type { PlanarKind } from '../scenario'
import { BACKENDS } from './backends/testing/backends.fixture'
import type { ModelSpec, Stepper } from './backends/types'
import { layNet } from './net/layout'
import type { NetSpec } from './net/spec'
import { createNetStepper } from './netStepper'
import { planarGradients } from './planar/gradients'
import { planarModel } from './planar/models'
import { createStepper } from './stepper'
import { Worst } from './testing/worst.fixture'

/** Written by scripts/fixtures/optim.py: where torch.optim is after so many steps. */
interface Fixture {
  name: string
  model: ModelSpec | { [K in PlanarKind]: { kind: K } }[PlanarKind] | NetSpec
  n: number
  d: number
  X: number[]
  y: number[]
  theta: number[]
  batchSize: number
  batch: number[]
  /** Numbers of steps after which θ is kept. */
  kept: number[]
  runs: { rule: Rule; settings: Partial<Settings>; minibatches: boolean; eta: number; thetas: number[] }[]
}

const fixtures = Object.values(import.meta.glob<Fixture>('./testing/optimizers/*.json', { eager: true, import: 'default' }))
const errors = new Worst('θ against torch.optim over 100 steps, relative to its largest entry', 1e-12)
afterAll(() => {
  if (process.env.REPORT_ERRORS) console.log(errors.report())
})

/** Everything that can take the steps of a fixture's model. */
async function steppers({ model, n, d, X, y }: Fixture): Promise<Record<string, Stepper>> {
  const data = { X: Float64Array.from(X), y: Float64Array.from(y) }
  if ('layers' in model) return { network: createNetStepper(layNet(model), data.X, data.y) }
  if (model.kind === 'valley' || model.kind === 'two-basins' || model.kind === 'zhu-2d')
    return { planar: createStepper(planarGradients(planarModel(model.kind, { ...data, teacher: new Float64Array(2) }), n)) }
  const opened = BACKENDS.map(async ([name, create]) => [name, await (await create()).open({ n, d, ...data, model })] as const)
  return Object.fromEntries(await Promise.all(opened))
}

describe.each(fixtures)('$name', fixture => {
  const { n, kept, batch, batchSize } = fixture
  it('goes where PyTorch goes, with every optimizer', async () => {
    for (const [name, stepper] of Object.entries(await steppers(fixture))) {
      for (const { rule, settings, minibatches, eta, thetas } of fixture.runs) {
        const arm = stepper.addArm(atRest(Float64Array.from(fixture.theta), rule))
        let done = 0
        for (const [k, steps] of kept.entries()) {
          const plan = {
            eta: new Float64Array(steps - done).fill(eta),
            batch: minibatches ? Int32Array.from(batch.slice(done * batchSize, steps * batchSize)) : null,
            batchSize: minibatches ? batchSize : n,
            settings: { ...DEFAULTS, ...settings },
          }
          expect(await stepper.advance(arm, plan)).toBe(steps - done)
          done = steps
          const want = thetas.slice(k * fixture.theta.length, (k + 1) * fixture.theta.length)
          const size = Math.max(...want.map(Math.abs))
          const { theta } = await stepper.readState(arm)
          for (const [j, value] of theta.entries()) errors.check(`${rule} ${name}/${fixture.name} ${steps}`, value, want[j], size)
        }
      }
      stepper.dispose()
    }
  })
})

it('speaks of every rule and of every family of models', () => {
  expect(new Set(fixtures.flatMap(f => f.runs.map(r => r.rule)))).toEqual(new Set(Object.keys(RULES)))
  expect(fixtures).toHaveLength(9)
})
