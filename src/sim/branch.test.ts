import { expect, it } from 'vitest'
import { branched, decodeLink } from '../scenario'
import { createBackend } from './backends/create'
import { createSimulation } from './simulation'

it.each([
  ['minibatches with momentum, and a change before', 's=linear-anisotropic&sgd.momentum=0.9&at=7:sgd.B:2', 'sgd'],
  ['Adam on reshuffled epochs', 's=linear-anisotropic&arms=adam&sampling=reshuffled', 'adam'],
  ['synthetic noise', 's=linear-anisotropic&xi=isotropic', 'sgd'],
  ['a net', 's=two-layer&arms=sgd&m=8&n=20', 'sgd'],
])('a branch has the bits of its parent up to its step, and others after it: %s', async (_, link, of) => {
  const { scenario } = branched(decodeLink(link), { of, step: 20, field: 'eta', value: 0.02 })
  const sim = await createSimulation(scenario, await createBackend('wasm'), undefined, { planeLater: true })
  const both = async () => {
    const thetas = await sim.thetas()
    return [thetas[scenario.arms.findIndex(arm => arm.id === of)], thetas.at(-1)].map(theta => Array.from(theta ?? []))
  }
  await sim.advance(20)
  const [parent, branch] = await both()
  expect(branch).toEqual(parent)
  await sim.advance(1)
  const [on, off] = await both()
  expect(off).not.toEqual(on)
  sim.dispose()
})
