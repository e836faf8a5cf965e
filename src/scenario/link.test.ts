import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { armUses } from './armUses'
import { checkScenario, normalize } from './check'
import { digitsOf } from './digits'
import { mostReplicas } from './ensemble'
import { ScenarioError } from './error'
import { FIELDS, type Field } from './fields'
import { hasPrecision, isNetwork, widestLayer } from './model'
import { ARM_KINDS, keptPart, usesBatches } from './optimizers'
import { decodeLink, encodeLink } from './packed'
import { PRESETS } from './presets'
import { parseScenario } from './schema'
import type { Scenario } from './types'

const anyValue = (field: Field): fc.Arbitrary<unknown> => {
  if (field.kind === 'choice') return fc.constantFrom(...field.choices)
  if (field.kind === 'text')
    return fc.constantFrom(...['', '0123456789abcdef', '1,3-5', '50 % & #é, "a,b"'].filter(v => !v || new RegExp(field.pattern).test(v)))
  const real = fc.oneof(
    fc.constantFrom(field.min, field.max),
    fc.double({ min: field.min, max: field.max, noNaN: true }).map(v => v + 0),
  )
  if (field.name === 'curve' || field.name === 'bcurve') return fc.constantFrom([0, 1], [5, 0.25, 1e9, 100], [0.5, 0, 1, 1, 2, 3])
  if (field.kind === 'list')
    return fc.array(field.whole ? fc.integer({ min: field.min, max: field.max }) : real, {
      minLength: 1,
      maxLength: Math.min(6, field.longest),
    })
  return field.kind === 'integer' ? fc.integer({ min: field.min, max: field.max }) : real
}
const groupOf = (fields: Record<string, Field>) => fc.record(Object.fromEntries(Object.entries(fields).map(([k, f]) => [k, anyValue(f)])))

const event = fc.constantFrom(...(Object.keys(FIELDS.arm) as (keyof typeof FIELDS.arm)[])).chain(field =>
  fc.record({
    step: fc.integer({ min: 0, max: 1e6 }),
    arm: fc.constantFrom('', 'sgd'),
    field: fc.constant(field),
    value: anyValue(FIELDS.arm[field]),
  }),
)

/** Takes out what does not fit together, one thing after the other until the rest does. */
function repaired(s: Scenario): Scenario {
  const changes: ((s: Scenario) => Partial<Scenario>)[] = [
    () => ({}),
    ({ sweep }) => ({ sweep: { ...sweep, over: 'none' } }),
    ({ measure }) => ({ measure: { ...measure, curvature: 'G' } }),
    ({ arms, events }) => ({
      arms: arms
        .map(a => (keptPart(a) ? { ...a, kind: 'sgd' as const, refresh: FIELDS.arm.refresh.initial } : a))
        .map(a => (usesBatches(a) ? { ...a, noise: 'gaussian' } : a)),
      events: events.filter(e => e.field !== 'noise' && e.field !== 'refresh'),
    }),
    ({ data }) => ({ data: { ...data, labelNoise: 0 } }),
    ({ model }) => ({ model: { ...model, filters: [2], kernel: 1, pool: 'none', padding: 0, stride: 1 } }),
    ({ model }) => ({ model: { ...model, m: 7, hidden: [5, 6] } }),
    ({ model }) => ({ model: { ...model, loss: 'squared' } }),
    ({ model, init }) => ({ model: { ...model, kind: 'mlp' }, init: { ...init, kind: 'constant' } }),
  ]
  for (const change of changes) {
    s = { ...s, ...change(s) }
    s = { ...s, ensemble: { ...s.ensemble, R: Math.min(s.ensemble.R, mostReplicas(s)) } }
    if (!hasPrecision(s.model) || s.backend === 'reference') s = { ...s, precision: 'f64' }
    try {
      return checkScenario(s)
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
    }
  }
  return checkScenario(s)
}

/** Scenarios over the whole range of every field; n is what the batch sizes need. */
const scenarios = fc
  .record({
    preset: fc.constantFrom(...PRESETS.keys()),
    model: groupOf(FIELDS.model),
    data: groupOf(FIELDS.data),
    init: groupOf(FIELDS.init),
    kind: fc.constantFrom(...ARM_KINDS),
    sgd: groupOf(FIELDS.arm),
    other: fc.option(groupOf(FIELDS.arm)),
    measure: groupOf(FIELDS.measure),
    sweep: groupOf(FIELDS.sweep),
    ensemble: groupOf(FIELDS.ensemble),
    view: groupOf(FIELDS.view),
    stop: groupOf(FIELDS.stop),
    run: groupOf(FIELDS.run),
    events: fc.array(event, { maxLength: 8 }),
  })
  .map(({ kind, sgd, other, run, ...rest }) => {
    const arms = [{ id: 'sgd', kind, ...sgd }, ...(other ? [{ id: 'gd', kind: 'gd', ...other }] : [])]
    const usable = rest.events.filter(e => armUses(kind, e.field) || (e.arm === '' && other && armUses('gd', e.field)))
    const stop = { ...rest.stop, arm: rest.stop.arm && 'all' }
    const s = normalize({ version: 1, ...run, ...rest, stop, events: usable, arms } as unknown as Scenario)
    const own = s.data.source === 'file'
    const d = Math.max(own ? s.data.d : Math.min(s.data.d, 2000), s.data.nonzero, s.data.spikes)
    const file = own ? '0123456789abcdef' : s.data.file
    const input = own && d > 1024 ? 'raw' : s.data.input
    const view = { ...s.view, j: s.view.i === s.view.j ? (s.view.i > 1 ? s.view.i - 1 : 2) : s.view.j }
    const digits = s.data.source === 'mnist'
    const units = Math.min(s.data.units, d)
    const pairs = Math.min(s.data.pairs, s.data.symbols - 1)
    const chain = { pairs, hops: Math.min(s.data.hops, pairs) }
    const fits = (wanted: Scenario) =>
      repaired({
        ...wanted,
        data: { ...wanted.data, ...chain, units },
        model: { ...wanted.model, m: Math.min(wanted.model.m, widestLayer(wanted)) },
        view,
      })
    if (!isNetwork(s.model) && !digits && !own) return fits({ ...s, data: { ...s.data, n: 20000, d } })
    const n = digits ? digitsOf(s.data) : 20000
    const plus = s.data.plus === s.data.minus ? (s.data.plus + 1) % 10 : s.data.plus
    const smaller = s.arms.map(arm => ({ ...arm, B: Math.min(arm.B, n) }))
    const events = s.events.map(e => (e.field === 'B' ? { ...e, value: Math.min(e.value as number, n) } : e))
    const init = { ...s.init, kind: 'constant' as const }
    return fits({ ...s, arms: smaller, events, init, data: { ...s.data, n, d, plus, file, input } })
  })

describe('links', () => {
  it('leave out the changes that a preset plans, and say when there are none', () => {
    const planned = PRESETS.get('escape-trained')!.scenario
    expect(planned.events.length).toBeGreaterThan(0)
    expect(encodeLink(planned)).toBe('v=1&s=escape-trained')
    expect(decodeLink('v=1&s=escape-trained')).toEqual(planned)
    const none = { ...planned, events: [] }
    expect(encodeLink(none)).toBe('v=1&s=escape-trained&at=')
    expect(decodeLink(encodeLink(none))).toEqual(none)
    // An arm that is gone takes its changes along.
    expect(decodeLink('v=1&s=escape-trained&arms=sgd').events.map(e => e.arm)).toEqual(['sgd'])
  })

  it('that name directions alone mean eigenvectors of G, as they did before networks were seen through their arms', () => {
    const { view } = decodeLink('v=1&s=two-layer&i=3&j=2')
    expect(view).toMatchObject({ plane: 'eigen', i: 3, j: 2 })
    const through = decodeLink('v=1&s=two-layer&plane=arms&i=3')
    expect(through.view).toMatchObject({ plane: 'arms', i: 3 })
    expect(encodeLink(through)).toBe('v=1&s=two-layer&plane=arms&i=3')
    expect(decodeLink('v=1&s=two-layer').view.plane).toBe('arms')
    expect(decodeLink('v=1&s=escape&j=3').view).toMatchObject({ plane: 'eigen', i: 1, j: 3 })
  })

  it('to data of one’s own mean what they did before tables were standardized, had an intercept or were whitened to their rank', () => {
    const link = 'v=1&s=linear-isotropic&init=gaussian&source=file&n=50&d=4&file=0123456789abcdef'
    expect(decodeLink(link).data).toMatchObject({ input: 'centred', targets: 'raw', intercept: 'off' })
    expect(decodeLink(`${link}&input=whitened`).data.input).toBe('whitened')
    for (const now of ['input=standardized', 'input=white', 'intercept=on']) expect(encodeLink(decodeLink(`${link}&${now}`))).toContain(now)
  })

  it('decode to the scenario they encode, and are canonical', () => {
    fc.assert(
      fc.property(scenarios, s => {
        const link = encodeLink(s)
        const back = decodeLink(link)
        expect(back).toEqual(s)
        expect(encodeLink(back)).toBe(link)
        expect(parseScenario(JSON.parse(JSON.stringify(s)))).toEqual(s)
      }),
      { numRuns: 500 },
    )
  })

  it('hold only what differs, readably', () => {
    const base = PRESETS.get('linear-anisotropic')!.scenario
    expect(encodeLink(base)).toBe('v=1&s=linear-anisotropic')
    expect(encodeLink(decodeLink('#s=linear-anisotropic&gd.eta=1.2&seed=9&B=8'))).toBe('v=1&s=linear-anisotropic&gd.eta=1.2&B=8&seed=9')
    expect(decodeLink('eta=0.25').arms.map(a => a.eta)).toEqual([0.25, 0.25])
    expect(encodeLink(decodeLink('s=linear-anisotropic&eta=0.25&at=30:B:2,10:gd.eta:1'))).toBe(
      'v=1&s=linear-anisotropic&eta=0.25&at=10:gd.eta:1,30:B:2',
    )
    expect(decodeLink('s=linear-anisotropic&arms=sgd,big:sgd&big.B=50').arms.map(a => [a.id, a.kind, a.B])).toEqual([
      ['sgd', 'sgd', 4],
      ['big', 'sgd', 50],
    ])
  })

  it.each([
    ['eta=NaN', 'eta', 'NaN'],
    ['eta=-1', 'eta', '-1'],
    ['eta=1e999', 'eta', '1e999'],
    ['B=2.5', 'B', '2.5'],
    ['s=linear-anisotropic&B=201', 'sgd.B', '201'],
    ['n=', 'n', ''],
    ['s=nothing', 's', 'nothing'],
    ['v=9', 'v', '9'],
    ['zeta=1', 'field', 'zeta'],
    ['xy.eta=1', 'xy.eta', 'xy'],
    ['gd.B=4', 'gd.B', '4'],
    ['model=<b>', 'model', '<b>'],
    ['n=5&n=6', 'n', '6'],
    ['s=two-layer&m=65536&d=2000', 'm', '65536'],
    [
      's=mlp-mnist&hidden=1024,1024,1024,1024,1024,1024&arms=a:gd,b:gd,c:gd,d:gd&pixels=28&task=ten&model=cnn&filters=64,64,64,64&head=1024&pool=none',
      'filters',
      '64,64,64,64',
    ],
    ['s=two-layer&model=cnn', 'model', 'cnn'],
    ['s=mlp-mnist&model=cnn&filters=2,2&kernel=7&padding=0&pool=none&pixels=7', 'kernel', '7'],
    ['s=mlp-mnist&model=cnn&filters=2,2,2&pixels=7&pool=max&padding=1', 'pool', 'max'],
    ['s=mlp-mnist&loss=cross-entropy', 'loss', 'cross-entropy'],
    ['s=mlp-mnist&task=ten&loss=cross-entropy&noise=0.1', 'noise', '0.1'],
    ['s=linear-isotropic&loss=cross-entropy', 'loss', 'cross-entropy'],
    ['s=linear-isotropic&source=mnist&task=ten', 'task', 'ten'],
    ['s=linear-isotropic&d=5&teacher=multi-index&units=6', 'units', '6'],
    ['d=2001', 'd', '2001'],
    ['s=mlp-digits-small&model=transformer', 'model', 'transformer'],
    ['s=linear-isotropic&source=hops&init=gaussian', 'model', 'linear'],
    ['s=transformer-hops&symbols=3', 'symbols', '3'],
    ['s=transformer-hops&pairs=2&hops=3', 'hops', '3'],
    ['s=transformer-hops&noise=0.1', 'noise', '0.1'],
    ['source=file', 'file', ''],
    ['source=file&file=xyz', 'file', 'xyz'],
    ['source=file&file=0123456789abcdef&input=whitened&d=1025&init=gaussian', 'input', 'whitened'],
    ['source=mnist&n=12000&init=gaussian', 'n', '12000'],
    ['hidden=3.5', 'hidden', '3.5'],
    ['at=5', 'at', '5'],
    ['at=5:n:3', 'at', 'n'],
    ['s=linear-anisotropic&at=5:B:300', 'at.B', '300'],
    ['eta=%E0%A4%A', 'link', 'eta=%E0%A4%A'],
  ])('%s is refused with field, value and range', (link, field, found) => {
    try {
      decodeLink(link)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ScenarioError)
      const e = error as ScenarioError
      expect([e.field, e.found]).toEqual([field, found])
      expect(e.allowed.length).toBeGreaterThan(3)
    }
  })

  it('mutated 100,000 times never throw anything else, nor let a bad number in', () => {
    const seeds = [
      'v=1&s=linear-anisotropic&gd.eta=1.2&n=300&seed=7&at=120:eta:0.5,300:gd.eta:1.2',
      'v=1&s=olm-two-layer&m=8&values=1,2,3&spectrum=explicit&B=3',
      'arms=sgd,b2:sgd,gd&b2.B=7&noise=0.5',
    ]
    const alphabet = '0123456789.,:&=#%eE+-_~abdgnstuv<>/"\u0000é'
    let state = 12345
    const random = (bound: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return Math.floor((state / 4294967296) * bound)
    }
    let refused = 0
    for (let trial = 0; trial < 100_000; trial++) {
      let link = seeds[random(seeds.length)]
      for (let k = random(4); k >= 0; k--) {
        const at = random(link.length + 1)
        const insert = random(3) ? alphabet[random(alphabet.length)] : ''
        link = link.slice(0, at) + insert + link.slice(at + random(3))
      }
      try {
        const s = decodeLink(link)
        if (trial % 50 === 0) expect(parseScenario(JSON.parse(JSON.stringify(s)))).toEqual(s)
        for (const arm of s.arms) if (!(arm.eta >= 1e-6 && arm.eta <= 1000 && arm.B >= 1 && arm.B <= s.data.n)) throw new RangeError(link)
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error
        refused++
      }
    }
    expect(refused).toBeGreaterThan(10_000)
    expect(refused).toBeLessThan(95_000)
  })
})
