import { describe, expect, it } from 'vitest'
import { forward } from './derivatives'
import { layNet, parameterBlocks } from './layout'
import { normal } from './nets.fixture'
import { cnn, mlp, type NetSpec, randomFeatures, scalingFactor, twoLayer } from './spec'

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
  it.each<[string, NetSpec, RegExp]>([
    ['a wrong number of outputs', { ...good, outputs: 2 }, /last layer has 1 outputs, not 2/],
    ['cross-entropy of one output', { ...good, loss: 'cross-entropy' }, /at least two/],
    ['no layers', { ...good, layers: [] }, /0 outputs/],
    ['more than ten outputs', mlp({ d: 2, hidden: [], activation: 'relu', bias: false, C: 11 }), /1 to 10/],
    ['nothing to train', { ...good, layers: good.layers.map(l => ({ ...l, trained: false })) }, /no layer is trained/],
    [
      'a kernel larger than its input',
      cnn({ input: { channels: 1, height: 3, width: 3 }, blocks: [{ filters: 1, kernel: 4 }], activation: 'relu', bias: false, C: 1 }),
      /layer 1 \(conv\) leaves nothing of 1×3×3/,
    ],
  ])('refuses %s', (_, spec, message) => {
    expect(() => layNet(spec)).toThrow(message)
  })
})
