import { describe, expect, it } from 'vitest'
import { LIGHT } from '../../charts'
import { recordingContext } from '../../charts/testing'
import { ARM_KINDS, decodeLink, isPlain } from '../../scenario'
import { alignmentSentence } from './alignment/sentence'
import { alignmentSpec } from './alignment/spec'
import { DIAGONALS } from './diagonals/spec'
import { directionsSentence } from './directions/sentence'
import { DIRECTIONS } from './directions/spec'
import { flatnessSentence } from './flatness/sentence'
import { ellipsesOf } from './landscape/ellipses'
import { landscapeSentence } from './landscape/sentence'
import { edgeOf } from './reading/thresholds'
import { viewOf } from './reading/view'
import { scatterSentence } from './scatter/sentence'
import { SCATTER } from './scatter/spec'
import { scenarioWith, viewOfRows } from './testing/view.fixture'

it('says where no weight moves an output, in every panel that has nothing to show then', () => {
  const dead = { step: 30, loss: 0.7, trace_G: 0, frob_G: 0 }
  const view = viewOfRows(scenarioWith('linear-anisotropic'), [[dead], [dead]])
  for (const sentence of [alignmentSentence, directionsSentence, scatterSentence, flatnessSentence, landscapeSentence])
    expect(sentence(view)).toBe('SGD’s G is 0: no weight moves an output here.')
})

it('says where minibatches make no noise, in place of ratios of rounding', () => {
  const row = { step: 3, loss: 0.5, trace_G: 2, trace_sigma: 0, mu: 1e-16, g: [0, 0], lambda: [2, 1] }
  const view = viewOfRows(scenarioWith('linear-anisotropic'), [[row], [row]])
  for (const sentence of [alignmentSentence, directionsSentence, scatterSentence])
    expect(sentence(view)).toBe('Σ is 0: every sample has the same gradient, and minibatches make no noise.')
  for (const spec of [alignmentSpec(false), DIRECTIONS]) expect(spec.subtitle(view)).toBe('Σ = 0')
})

it('says whose noise it is where an arm has none', () => {
  const { traces, scenario } = viewOfRows(scenarioWith('linear-anisotropic'), [[], [ROW]])
  expect(alignmentSentence(viewOf(traces, scenario, 'gd'))).toMatch(/^Minibatch noise at the weights of GD is 1.20 times/)
})

it('gives a power no value before there is one', () => {
  const view = viewOfRows(scenarioWith('linear-anisotropic'), [[], []])
  for (const { tex } of DIAGONALS.explain(view).formulas) expect(tex).toMatch(/\^\{\\gamma\}$/)
})

const ROW = {
  step: 0,
  lr: 0.5,
  batch_size: 4,
  loss: 1,
  mu: 1.2,
  mu_isotropic: 0.4,
  mu_acting: 0.4,
  frob_G: 1,
  lambda: [0.8, 0.2],
  sigma_xx: 1,
  sigma_xy: 0,
}
const view = (noise: string, trace = 0) =>
  viewOfRows(scenarioWith('linear-anisotropic', ['arm.noise', 'sgd', noise], ['arm.trace', 'sgd', trace]), [
    [{ ...ROW, sigma_yy: 1, G_xx: 1, G_xy: 0, G_yy: 1 }],
    [],
  ])

describe('an arm with synthetic noise', () => {
  it('is named with its noise, and its minibatches are not spoken of as its own', () => {
    expect(view('minibatch').arms.map(a => a.label)).toEqual(['SGD', 'GD'])
    expect(view('isotropic').arms.map(a => a.label)).toEqual(['SGD · isotropic', 'GD'])
    expect(alignmentSentence(view('isotropic'))).toBe(
      'The noise that acts on SGD · isotropic is 0.400 times as aligned with curvature as Σ = 2L·G; that of minibatches at its weights would be 1.20 times.',
    )
    expect(alignmentSentence(view('none'))).toBe(
      'No noise acts on SGD; that of minibatches at its weights would have μ = 1.20, 1 at Σ = 2L·G.',
    )
    expect(alignmentSentence(view('minibatch'))).toContain('SGD’s noise is 1.20 times')
  })

  it('has the μ of the noise that acts as its headline and its line, with that of minibatches beside it', () => {
    const at = view('isotropic')
    const spec = alignmentSpec(false)
    expect(spec.subtitle(at)).toBe('μ 0.40, of minibatches 1.20')
    expect(spec.subtitle(view('minibatch'))).toBe('μ 1.20 · α – · β –')
    expect(spec.summary(at)).toContain('SGD · isotropic: loss alignment μ is 0.4.')
    expect(spec.readout(at, 0, undefined).rows.map(r => `${r.label} ${r.value}`)).toEqual(
      expect.arrayContaining(['SGD · isotropic μ 0.400', 'SGD · isotropic μ of minibatches 1.20']),
    )
  })

  it('is compared with isotropic noise by the noise that acts', () => {
    for (const [noise, times] of [
      ['isotropic', 'isotropic · SGD · isotropic 1×'],
      ['minibatch', 'isotropic · SGD 3.0×'],
    ] as const) {
      const { ctx, texts } = recordingContext()
      alignmentSpec(false).draw(ctx, { width: 600, height: 240, theme: LIGHT }, view(noise), {})
      expect(texts.map(({ text }) => text)).toContain(times)
    }
  })

  it('is held against the threshold only where the noise has the covariance that the threshold speaks of', () => {
    const edge = (noise: string, trace = 0) => edgeOf(view(noise, trace), view(noise, trace).arms[0])?.formula
    expect(edge('minibatch')).toBe('√(B/μ)/η')
    expect(edge('gaussian')).toBe('√(B/μ)/η')
    expect(edge('gaussian', 0.01)).toBeUndefined()
    expect(edge('isotropic')).toBeUndefined()
    expect(edge('none')).toBe('2/η')
  })

  it('has the ellipse of its own noise, and none without noise', () => {
    expect(ellipsesOf(view('isotropic'), view('isotropic').arms[0])?.noise).toEqual([0.0625, 0, 0.0625])
    expect(ellipsesOf(view('none'), view('none').arms[0])).toBeUndefined()
  })
})

it('compares no noise with an ellipse that is a line up to rounding', () => {
  const flat = { ...ROW, sigma_yy: 1, G_xx: 0.1, G_xy: 0.3, G_yy: 0.9 }
  const of = (row: typeof flat) => viewOfRows(scenarioWith('two-layer'), [[row], []])
  expect(landscapeSentence(of(flat))).not.toContain('area')
  expect(landscapeSentence(of({ ...flat, G_xy: 0 }))).toContain('SGD’s noise ellipse has 1.7 times the area')
})

describe('an arm of another optimizer', () => {
  const withArms = (arms: string) => {
    const scenario = decodeLink(`s=linear-anisotropic&arms=${arms}`)
    return viewOfRows(
      scenario,
      scenario.arms.map(() => [ROW]),
    )
  }
  it('has the noise of the raw gradients, and the panels say so once', async () => {
    const note = ' Σ, μ and g are those of the raw minibatch gradients: Adam divides the mean gradient by its running RMS, per parameter.'
    expect(alignmentSentence(withArms('sgd,fast:adam'))).toMatch(/^SGD’s noise is 1.20 times/)
    expect(alignmentSentence(withArms('sgd,fast:adam')).endsWith(note)).toBe(true)
    expect(alignmentSentence(withArms('sgd,a:adam,b:signsgd,c:adam'))).toContain('gradients: Adam and SignSGD do not step along them.')
    expect(alignmentSentence(withArms('adam'))).toMatch(/^The noise of ADAM’s raw gradients is 1.20 times/)
    expect(alignmentSentence(withArms('sgd,gd'))).not.toContain('raw')
    for (const spec of [alignmentSpec(false), DIRECTIONS, SCATTER]) {
      expect((await spec.explain(withArms('sgd,fast:adam'))).text.join('')).toContain(note.trim())
      expect((await spec.explain(withArms('sgd,gd'))).text.join('')).not.toContain('raw')
    }
  })

  it('is held against no threshold', () => {
    for (const kind of ARM_KINDS) {
      const view = withArms(kind)
      expect(edgeOf(view, view.arms[0]) !== undefined).toBe(isPlain({ kind }))
    }
  })
})
