import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { times } from '../lib/matrix'
import { decodeLink } from '../scenario'
import { forward } from './net/derivatives'
import { assembled } from './net/directions'
import { openGram } from './net/gram'
import { distance, FAMILIES, type Instance, instance, normal } from './net/nets.fixture'
import { netNoise } from './net/noise'
import type { NetSpec } from './net/spec'
import { trainedMaps, wayOf } from './net/strips'
import { packedProduct, tiledNoise } from './net/tiles'
import { netOf } from './network'

const LIMITS = { bytes: 1, packed: 1e6 }

function tiled({ net, theta, X, Y }: Instance, limits = LIMITS) {
  return net.machine.scope(() => tiledNoise(net, net.machine.vector(theta, net.maps), X, Y, forward(net, theta, X), limits))
}

function agrees(given: Instance, limits = LIMITS) {
  const { net, theta, X, Y } = given
  const state = openGram(net, theta, X)
  const { moments, traceG, frobG2, layers } = netNoise(state, Y, true)
  const K = assembled(state)
  const found = tiled(given, limits)
  expect(distance(Object.values(found.moments), Object.values(moments))).toBeLessThan(1e-10)
  expect(distance([found.traceG, found.frobG2], [traceG, frobG2])).toBeLessThan(1e-10)
  for (const name of ['traceG', 'traceSigmaG', 'gGg'] as const) expect(distance(found.layers![name], layers![name])).toBeLessThan(1e-10)
  const side = Math.sqrt(K.length)
  const x = normal(side, 1, 1)
  if (found.packed) expect(distance(packedProduct(found.packed)(x), times(K, x, side, side))).toBeLessThan(1e-10)
  state.close()
}

describe('tiles of K give what K gives', () => {
  it.each(Object.entries(FAMILIES))('%s', (_, family) => {
    fc.assert(
      fc.property(family(), fc.integer({ min: 1, max: 8 }), fc.nat(1000), (spec, n, seed) =>
        agrees(instance(spec, n, seed), { ...LIMITS, bytes: 100 * seed * seed }),
      ),
      { numRuns: 60, seed: 7 },
    )
  })

  const image = { channels: 2, height: 8, width: 8 }
  const spec = (link: string) => netOf(decodeLink(link), { d: 128, image, outputs: 3 }).spec
  const nets: [string, NetSpec][] = [
    ['vgg', spec('s=vgg-digits&filters=2,4,8&depth=2')],
    ['resnet', spec('s=resnet-digits&filters=2,6&depth=1&activation=tanh')],
  ]
  it.each(nets)('%s, whatever is held at a time', (_, spec) => {
    for (const bytes of [1, 1e5, 1e6, 1e8]) agrees(instance(spec, 11, 3), { ...LIMITS, bytes })
  })

  it('every way of a layer is taken by some', () => {
    const ways = nets.flatMap(([, spec]) => trainedMaps(instance(spec, 1, 0).net).map(layer => wayOf(layer, 3)))
    expect(new Set(ways)).toEqual(new Set(['places', 'held', 'formed']))
  })
})
