import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { times } from '../lib/matrix'
import { decodeLink } from '../scenario'
import { atOnce } from './backends/machine/program'
import { forward } from './net/derivatives'
import { assembled, topDirections } from './net/directions'
import { openGram } from './net/gram'
import type { AffineLayer } from './net/layout'
import { distance, FAMILIES, type Instance, instance, normal } from './net/nets.fixture'
import { netNoise } from './net/noise'
import type { NetSpec } from './net/spec'
import { trainedMaps, wayOf } from './net/strips'
import { measuredInTiles, packedProduct, streamedDirections, tiledNoise } from './net/tiles'
import { netOf } from './network'

const LIMITS = { bytes: 1, packed: 1e6 }

function tiled({ net, theta, X, Y }: Instance, limits = LIMITS) {
  return net.machine.scope(() => tiledNoise(net, net.machine.vector(theta, net.maps), X, Y, forward(net, theta, X), limits))
}

function agrees(given: Instance, limits = LIMITS) {
  const { net, theta, X, Y } = given
  const state = openGram(net, theta, X)
  const { moments, traceG, frobG2, layers } = netNoise(state, Y, { perLayer: true })
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

describe('leading directions in tiles', () => {
  const image = { channels: 1, height: 4, width: 4 }
  const spec = (link: string) => netOf(decodeLink(link), { d: 16, image, outputs: 3 }).spec
  it.each([
    ['s=vgg-digits&filters=3,4&depth=1', false],
    ['s=resnet-digits&filters=3&depth=1', false],
    ['s=resnet-digits&filters=3&depth=1', true],
  ])('%s, outputs out of reach: %s', (link, deaf) => {
    const given = instance(spec(link), 9, 5)
    const { net, X, Y, theta } = given
    const { map } = net.layers[net.layers.length - 1] as AffineLayer
    if (deaf) theta.fill(0, map.weightAt + map.stride, map.weightAt + 3 * map.stride)
    const state = openGram(net, theta, X)
    const wanted = topDirections(state, 6)
    const found = atOnce(measuredInTiles(net, theta, X, Y, 6))
    expect(distance(found.lambda, wanted.lambda)).toBeLessThan(1e-9)
    expect(distance(atOnce(streamedDirections(net, theta, X, 6)).lambda, wanted.lambda)).toBeLessThan(1e-9)
    // Within an eigenspace any vectors do.
    if (!deaf) expect(distance(found.images.map(Math.abs), wanted.images.map(Math.abs))).toBeLessThan(1e-6)
    state.close()
  })
})
