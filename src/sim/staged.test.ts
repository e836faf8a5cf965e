import { expect, it } from 'vitest'
import { checkLayers, decodeLink, endsOf, imageLayers, isNetwork } from '../scenario'
import { forward } from './net/derivatives'
import { normal } from './net/nets.fixture'
import { initialNetwork, netOf } from './network'

const netFor = (link: string) => {
  const scenario = decodeLink(link)
  return { scenario, net: netOf(scenario, endsOf(scenario.data)!) }
}
const shapes = (link: string) => netFor(link).net.layers.map(({ kind, output: o }) => `${kind} ${o.channels}×${o.height}×${o.width}`)

it('a VGG-like net is stages of convolutions, each with a pooling', () => {
  expect(shapes('s=vgg-digits&filters=3,5&depth=2&head=7&pixels=14')).toEqual([
    ...['conv 3×14×14', 'conv 3×14×14', 'pool 3×7×7', 'conv 5×7×7', 'conv 5×7×7', 'pool 5×3×3'],
    ...['dense 7×1×1', 'dense 10×1×1'],
  ])
})

it('a ResNet-like net is stages of residual blocks, averaged over the image at the end', () => {
  expect(shapes('s=resnet-digits&filters=3,5&depth=1&pixels=14')).toEqual([
    ...['conv 3×14×14', 'conv 3×14×14', 'conv 3×14×14', 'add 3×14×14', 'pool 3×7×7'],
    ...['conv 5×7×7', 'conv 5×7×7', 'conv 5×7×7', 'add 5×7×7', 'pool 5×1×1', 'dense 1×1×1'],
  ])
})

it('the layers that are checked are those of the net', () => {
  for (const link of ['s=vgg-digits&head=5', 's=resnet-digits', 's=cnn-mnist&pool=none', 's=resnet-digits&filters=2,4,4&depth=3']) {
    const { scenario, net } = netFor(link)
    const kinds = net.layers.filter(l => l.kind !== 'dense').map(l => l.kind)
    expect(imageLayers(scenario.model).map(l => (l.kind === 'global' ? 'pool' : l.kind))).toEqual(kinds)
    const most = Math.floor(2.6e7 / net.size)
    const model = scenario.model
    if (!isNetwork(model)) throw new Error(link)
    expect(() => checkLayers(model, endsOf(scenario.data)!, most)).not.toThrow()
    expect(() => checkLayers(model, endsOf(scenario.data)!, 2.6e7 / net.size + 1)).toThrow(`not ${net.size} beside`)
  }
})

it('says which stages an image has no room for', () => {
  expect(() => decodeLink('s=resnet-digits&pixels=7&filters=2,2,2,2')).toThrow(
    'filters: found “2,2,2,2”; allowed is fewer stages at convolution 15, which is given 1×1 pixels and leaves 1×1',
  )
})

it('outputs at the start do not grow with the number of residual blocks', () => {
  const size = (depth: number) => {
    const { scenario, net } = netFor(`s=resnet-digits&filters=8,8&depth=${depth}&pixels=7`)
    let sum = 0
    for (let seed = 0; seed < 20; seed++) {
      const theta = initialNetwork(net, { ...scenario, init: { kind: 'gaussian', scale: Math.SQRT2 }, seed })
      sum += forward(net, theta, normal(10 * net.inputs, seed, 7)).reduce((s, f) => s + f * f, 0)
    }
    return sum
  }
  expect(size(4) / size(1)).toBeLessThan(3)
})
