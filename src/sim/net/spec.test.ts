import { describe, expect, it } from 'vitest'
import { forward } from './derivatives'
import normed from './fixtures/transformer-norm-softmax.json'
import plain from './fixtures/transformer-plain-vector.json'
import { layNet, parameterBlocks } from './layout'
import { normal } from './nets.fixture'
import { cnn, mlp, type NetSpec, randomFeatures, scalingFactor, transformer, twoLayer } from './spec'

describe('builders', () => {
  it('count the trained parameters and scale the sum over units', () => {
    const two = { d: 3, m: 4, activation: 'tanh', scaling: 'mean-field', bias: true } as const
    const [fixed, both, random] = [
      layNet(twoLayer({ ...two, outer: 'fixed' })),
      layNet(twoLayer({ ...two, outer: 'trained' })),
      layNet(randomFeatures(two)),
    ]
    expect([fixed.p, both.p, random.p]).toEqual([16, 20, 4])
    expect([fixed.size, both.size, random.size]).toEqual([20, 20, 20])
    expect([scalingFactor('standard', 4), scalingFactor('ntk', 4), scalingFactor('mean-field', 4)]).toEqual([1, 0.5, 0.25])
    const theta = normal(20, 1, 0)
    const x = normal(3, 2, 0)
    let f = 0
    for (let k = 0; k < 4; k++) {
      const z = theta[k * 3] * x[0] + theta[k * 3 + 1] * x[1] + theta[k * 3 + 2] * x[2] + theta[12 + k]
      f += (theta[16 + k] * Math.tanh(z)) / 4
    }
    expect(forward(both, theta, x)[0]).toBeCloseTo(f, 14)
  })

  it('make the transformers that PyTorch measured', () => {
    const options = { heads: 2, mlp: 2, channels: 3, places: 3, C: 3 }
    const norm = transformer({ ...options, blocks: 1, width: 4, norm: true, activation: 'gelu' })
    expect(norm).toEqual(normed.spec)
    const bare = { ...options, channels: 4, heads: 1, mlp: 3, blocks: 2, width: 2, norm: false }
    expect(transformer({ ...bare, activation: 'relu', loss: 'squared' })).toEqual(plain.spec)
    expect(parameterBlocks(layNet(norm)).at(-2)).toEqual({ name: 'layer12.weight', shape: [3, 4], offset: 118, trained: true })
  })

  it('name the arrays of θ in order', () => {
    const net = layNet(
      cnn({
        input: { channels: 2, height: 8, width: 6 },
        blocks: [{ filters: 3, kernel: 3, pool: { pool: 'max', size: 2 } }],
        activation: 'relu',
        bias: true,
        C: 2,
      }),
    )
    const found = parameterBlocks(net).map(({ name, shape, offset }) => [name, shape, offset])
    expect(found).toEqual([
      ['layer1.weight', [3, 2, 3, 3], 0],
      ['layer1.bias', [3], 54],
      ['layer3.weight', [2, 18], 57],
      ['layer3.bias', [2], 93],
    ])
    expect(net.size).toBe(95)
    expect(layNet(mlp({ d: 784, hidden: [256, 256], activation: 'relu', bias: true, C: 1 })).p).toBe(267009)
  })
})

describe('layNet', () => {
  const good = mlp({ d: 2, hidden: [3], activation: 'relu', bias: false, C: 1 })
  const attentive = transformer({ channels: 2, places: 3, blocks: 1, width: 4, heads: 2, mlp: 3, norm: true, C: 2, activation: 'relu' })
  it.each<[string, NetSpec, RegExp]>([
    ['a wrong number of outputs', { ...good, outputs: 2 }, /last layer has 1 outputs, not 2/],
    ['cross-entropy of one output', { ...good, loss: 'cross-entropy' }, /at least two/],
    ['no layers', { ...good, layers: [] }, /0 outputs/],
    ['more outputs than there may be', mlp({ d: 2, hidden: [], activation: 'relu', bias: false, C: 101 }), /1 to 100/],
    ['nothing to train', { ...good, layers: good.layers.map(l => ({ ...l, trained: false })) }, /no layer is trained/],
    [
      'heads that do not divide the channels',
      { ...attentive, layers: attentive.layers.map(l => (l.kind === 'attention' ? { ...l, heads: 3 } : l)) },
      /12 channels into Q, K and V of 3 heads/,
    ],
    [
      'a kernel larger than its input',
      cnn({ input: { channels: 1, height: 3, width: 3 }, blocks: [{ filters: 1, kernel: 4 }], activation: 'relu', bias: false, C: 1 }),
      /layer 1 \(conv\) leaves nothing of 1×3×3/,
    ],
  ])('refuses %s', (_, spec, message) => {
    expect(() => layNet(spec)).toThrow(message)
  })
})
