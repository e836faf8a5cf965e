import { expect, it } from 'vitest'
import { decodeLink, PRESETS } from '../scenario'
import { askFirst, Costly, costOf } from './estimate'
import { mayBeCostly } from './measuring/cost'
import { page } from './server.fixture'

it.each([
  's=linear-anisotropic&n=20000&d=2000&backend=reference',
  's=mlp-mnist&task=ten&hessian=10',
  's=two-layer&m=2000&d=2000&sgd.xi=gaussian',
])('what takes over a minute or 2 GB is asked about: %s', link => {
  const scenario = decodeLink(link)
  expect(mayBeCostly(scenario)).toBe(true)
  expect(() => askFirst(scenario)).toThrow(Costly)
})

it('no preset is asked about, nor what a page has room and time for', () => {
  const scenarios = [...PRESETS.values()].map(({ scenario }) => scenario)
  for (const scenario of [...scenarios, decodeLink('s=two-layer&m=65536&n=1000&d=50'), decodeLink('s=linear-anisotropic&n=20000&d=2000')])
    expect(() => askFirst(scenario), scenario.preset).not.toThrow()
})

it('grows with samples, arms and products with H', () => {
  const seconds = (link: string) => costOf(decodeLink(link)).seconds
  expect(seconds('s=linear-anisotropic&n=4000&d=500')).toBeGreaterThan(3 * seconds('s=linear-anisotropic&n=1000&d=500'))
  expect(seconds('s=mlp-mnist&hessian=3')).toBeGreaterThan(10 * seconds('s=mlp-mnist'))
})

it('the server refuses a costly load, goes on with the run it has, and takes it once the user has agreed', async () => {
  const { ask, frames, until } = page()
  const small = { ...decodeLink('s=linear-anisotropic&backend=reference&speed=0'), steps: 1e6 }
  const large = decodeLink('s=linear-anisotropic&n=20000&d=2000&backend=reference')
  await ask({ type: 'load', scenario: small, play: true })
  await expect(ask({ type: 'load', scenario: large, play: false })).rejects.toMatchObject({
    name: 'Costly',
    message: expect.stringMatching(/about \d+ min and 1\.\d GB/),
  })
  const before = frames.at(-1)?.step ?? 0
  await until(() => (frames.at(-1)?.step ?? 0) > before)
  const gone = expect(ask({ type: 'load', scenario: large, play: false, agreed: true })).rejects.toMatchObject({ name: 'Cancelled' })
  await ask({ type: 'load', scenario: small, play: false })
  await gone
})
