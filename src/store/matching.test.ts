import { describe, expect, it } from 'vitest'
import { addressOf, checkScenario, decodeLink, type Field, fieldAt, PATHS, PRESETS, ScenarioError, setValue } from '../scenario'
import { fitted } from './change'

const change = (link: string, name: string, value: string | number | number[]) => {
  const s = decodeLink(link)
  const address = addressOf(s, name)
  return fitted(setValue(s, address, value), address.path).scenario
}
const facts = ({ model, data }: ReturnType<typeof change>) => [model.kind, model.loss, data.source, data.task]

describe('a change of model, data or loss', () => {
  it.each([
    ['s=linear-anisotropic', 'model', 'cnn', ['cnn', 'squared', 'mnist', 'pair']],
    ['s=cnn-mnist', 'source', 'gaussian', ['mlp', 'squared', 'gaussian', 'pair']],
    ['s=mlp-mnist-10', 'model', 'linear', ['linear', 'squared', 'mnist', 'pair']],
    ['s=mlp-mnist-10', 'task', 'parity', ['mlp', 'squared', 'mnist', 'parity']],
    ['s=mlp-mnist-10', 'source', 'gaussian', ['mlp', 'squared', 'gaussian', 'ten']],
    ['s=linear-anisotropic&init=gaussian&source=mnist', 'task', 'ten', ['mlp', 'squared', 'mnist', 'ten']],
    ['s=linear-anisotropic', 'loss', 'cross-entropy', ['mlp', 'cross-entropy', 'mnist', 'ten']],
    ['s=mlp-mnist&noise=0.2', 'loss', 'cross-entropy', ['mlp', 'cross-entropy', 'mnist', 'ten']],
    ['s=olm-diagonal', 'source', 'mnist', ['olm-diagonal', 'squared', 'mnist', 'pair']],
    ['s=two-layer', 'model', 'transformer', ['transformer', 'cross-entropy', 'hops', 'pair']],
    ['s=linear-anisotropic', 'source', 'hops', ['transformer', 'cross-entropy', 'hops', 'pair']],
    ['s=mlp-mnist', 'source', 'hops', ['mlp', 'squared', 'hops', 'pair']],
    ['s=transformer-hops', 'model', 'linear', ['linear', 'squared', 'gaussian', 'pair']],
    ['s=transformer-hops', 'model', 'mlp', ['mlp', 'cross-entropy', 'hops', 'pair']],
    ['s=transformer-hops', 'source', 'mnist', ['mlp', 'squared', 'mnist', 'pair']],
  ])('%s&%s=%s', (link, name, value, wanted) => expect(facts(change(link, name, value))).toEqual(wanted))

  it('leaves something of the image', () => {
    expect(change('s=cnn-mnist&filters=4,4,4', 'pixels', '7').model).toMatchObject({ filters: [4, 4, 4], pool: 'none' })
    expect(change('s=cnn-mnist&filters=4,4,4,4&pool=none&pixels=7', 'pool', 'max').model).toMatchObject({
      filters: [4, 4],
      pool: 'max',
      kernel: 3,
    })
    expect(change('s=cnn-mnist&pixels=7', 'kernel', 7).model).toMatchObject({ kernel: 7, padding: 3 })
    expect(change('s=cnn-mnist', 'head', 100).model).toMatchObject({ filters: [4, 8], head: 100 })
  })

  it('keeps chains and hops possible', () => {
    const sizes = ({ data: { symbols, pairs, hops } }: ReturnType<typeof change>) => [symbols, pairs, hops]
    expect(sizes(change('s=transformer-hops', 'pairs', 8))).toEqual([9, 8, 2])
    expect(sizes(change('s=transformer-hops', 'pairs', 1))).toEqual([5, 1, 1])
    expect(sizes(change('s=transformer-hops', 'symbols', 2))).toEqual([2, 1, 1])
    expect(sizes(change('s=transformer-hops', 'hops', 4))).toEqual([5, 4, 4])
  })

  it('brings precision and backend along', () => {
    expect(change('s=mlp-mnist&precision=f32', 'backend', 'reference').precision).toBe('f64')
    expect(change('s=mlp-mnist&backend=reference', 'precision', 'f32').backend).toBe('wasm')
    expect(change('s=mlp-mnist&arms=sgd&precision=f32', 'model', 'linear').precision).toBe('f32')
    expect(change('s=mlp-mnist&arms=sgd&precision=f32', 'model', 'olm-diagonal').precision).toBe('f64')
  })

  it('refuses what the change itself forbids, and names it', () => {
    expect(() => change('s=mlp-mnist-10', 'noise', 0.5)).toThrow(/noise: found “0.5”; allowed is 0 with cross-entropy/)
    expect(() => change('s=mlp-mnist&arms=a:gd,b:gd,c:gd,d:gd', 'hidden', Array(6).fill(1024))).not.toThrow()
  })
})

/** Values at the ends of a field's slider or list. */
function extremes(field: Field): (string | number | number[])[] {
  if (field.kind === 'choice') return [...field.choices]
  if (field.kind === 'text') return []
  if (field.kind === 'list') return [[field.min], [field.min, field.min, field.min]]
  return [...(field.slider ?? [field.min, Math.min(field.max, 100)])]
}

it('any control of model and data, moved from any preset to any end, gives a valid scenario', () => {
  const refused = new Set<string>()
  for (const { scenario } of PRESETS.values())
    for (const path of PATHS.filter(p => /^(model|data|init)\./.test(p)))
      for (const value of extremes(fieldAt(path)))
        try {
          const { scenario: next } = fitted(setValue(scenario, { path, arm: '' }, value), path)
          expect(checkScenario(next)).toBe(next)
        } catch (error) {
          if (!(error instanceof ScenarioError)) throw error
          refused.add(`${path}=${value}`)
        }
  // Minima are planted only in models through one weight vector, classes have no noise, a file is chosen elsewhere.
  expect(
    [...refused].filter(r => !/^(init\.kind|data\.labelNoise|data\.source=file|model\.kind=(valley|two-basins|zhu-2d))/.test(r)),
  ).toEqual([])
})
