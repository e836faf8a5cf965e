import { describe, expect, it } from 'vitest'
import { PRESETS } from '../../../scenario'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { lossSentence } from './sentence'
import { lossSpec } from './spec'

const scenario = scenarioWith('linear-anisotropic')

/** Thirty rows in which the loss changes by a constant factor per step. */
const decay = (factor: number, more: Row = {}): Row[] =>
  Array.from({ length: 30 }, (_, step) => ({ step, loss: factor ** step, lr: 0.5, ...more }))

describe('loss', () => {
  it('names the rate that the last rows show', () => {
    expect(lossSentence(viewOfRows(scenario, [decay(10 ** -0.1), decay(1)]))).toBe('SGD loses a factor 10 every 10 steps; GD stays near 1.')
    expect(lossSentence(viewOfRows(scenario, [decay(10 ** 0.05), decay(1e-3)]))).toBe(
      'SGD grows tenfold every 20 steps; GD is at rounding error.',
    )
  })

  it('tells of a divergence once it lies in view', () => {
    const view = viewOfRows(scenario, [decay(0.5), decay(2)])
    view.traces.arms[1].divergence = { step: 29, direction: 1, share: 0.99 }
    expect(lossSentence(view)).toContain('GD diverged at step 29 along v₁')
  })

  it('waits without rows', () => {
    expect(lossSentence(viewOfRows(scenario, [[], []]))).toContain('Waiting')
  })
})

const net = PRESETS.get('mlp-digits-small')!.scenario
const LOSS = lossSpec()

it('tells of the test set only where there is one', async () => {
  const bare = viewOfRows(net, [[{ step: 0, loss: 1 }], [{ step: 0, loss: 2 }]])
  const tested = viewOfRows(net, [[{ step: 0, loss: 1, test_loss: 1.5, test_error: 0.042 }], [{ step: 0, loss: 2 }]])
  expect(LOSS.subtitle(bare)).toBe('SGD 1 · GD 2')
  expect(LOSS.subtitle(tested)).toBe('SGD 1 · GD 2 · 4.2 % test error')
  expect((await LOSS.table(bare)).header).not.toContain('test_loss')
  expect(LOSS.readout(tested, 0, undefined).rows.map(r => r.label)).toContain('SGD test error')
  expect(LOSS.summary(tested)).toContain('test loss is 1.5')
})
