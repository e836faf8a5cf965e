import fc from 'fast-check'
import { expect, it } from 'vitest'
import { topDirections } from './directions'
import { openGram } from './gram'
import { gramBlock, instance } from './nets.fixture'
import { netNoise } from './noise'
import { type ActivationName, mlp, type NetSpec, randomFeatures, twoLayer } from './spec'

const cases = fc.record({
  kind: fc.constantFrom('two-layer', 'fixed', 'random-features', 'mlp'),
  // Beside whole panels of 512 units one that is not full.
  m: fc.constantFrom(3, 1024, 1030, 2100),
  C: fc.constantFrom(1, 3),
  activation: fc.constantFrom<ActivationName>('relu', 'tanh', 'identity'),
  bias: fc.boolean(),
  cross: fc.boolean(),
  seed: fc.nat(1000),
})

const specOf = ({ kind, m, C, activation, bias, cross }: Omit<typeof cases extends fc.Arbitrary<infer T> ? T : never, 'seed'>): NetSpec => {
  const loss = cross && C > 1 ? 'cross-entropy' : 'squared'
  const common = { d: 5, C, loss, activation, bias } as const
  if (kind === 'mlp') return mlp({ ...common, hidden: [m] })
  if (kind === 'random-features') return randomFeatures({ ...common, m, scaling: 'ntk' })
  return twoLayer({ ...common, m, scaling: 'ntk', outer: kind === 'fixed' ? 'fixed' : 'trained' })
}

it('a net gone through in panels of units has the bits of the net in one piece', () => {
  fc.assert(
    fc.property(cases, ({ seed, ...drawn }) => {
      const { net, theta, X, Y } = instance(specOf(drawn), 11, seed)
      const [whole, wide] = [openGram(net, theta, X), openGram(net, theta, X, { activations: 0 })]
      expect(whole.pass).not.toBe(null)
      expect(wide.pass).toBe(null)
      expect(wide.outputs).toEqual(whole.outputs)
      for (let c = 0; c < net.outputs; c++)
        for (let e = 0; e < net.outputs; e++) expect(gramBlock(wide, c, e)).toEqual(gramBlock(whole, c, e))
      expect(netNoise(wide, Y, { perLayer: true })).toEqual(netNoise(whole, Y, { perLayer: true }))
      // Images go through blocks of samples rather than of units where Lanczos multiplies through J.
      const [wanted, found] = [topDirections(whole, 3), topDirections(wide, 3)]
      for (const [k, v] of wanted.lambda.entries()) expect(Math.abs(found.lambda[k] - v)).toBeLessThanOrEqual(1e-12 * wanted.lambda[0])
      const size = Math.sqrt(wanted.images.reduce((s, v) => s + v * v, 0))
      for (const [at, v] of wanted.images.entries()) expect(Math.abs(found.images[at] - v)).toBeLessThanOrEqual(1e-9 * size)
    }),
    { numRuns: 40, seed: 3 },
  )
})
