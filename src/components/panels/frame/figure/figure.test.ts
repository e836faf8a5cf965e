import { expect, it } from 'vitest'
import { formatValue, LIGHT } from '../../../../charts'
import { recordingContext } from '../../../../charts/testing'
import { scenarioWith, viewOfRows } from '../../testing/view.fixture'
import { parametersOf } from './about'
import { compose, type Figure } from './compose'
import { DEFAULTS, settingsOf, typedWidth, widthText } from './settings'

const FIGURE: Figure = {
  title: 'Loss',
  subtitle: 'SGD 1 · λ_k',
  key: [],
  caption: [],
  link: '',
  theme: LIGHT,
  width: 400,
  proportions: 0.5,
  chart:
    ({ width, height }) =>
    ctx => {
      ctx.fillRect(0, 0, width, height)
      ctx.fillText('chart', 0, 0)
    },
}

function drawn(part: Partial<Figure>) {
  const { ctx, calls, texts } = recordingContext()
  const composed = compose(ctx, { ...FIGURE, ...part })
  calls.length = 0
  composed.draw(ctx)
  const rect = calls.find(({ name }) => name === 'fillRect')?.args ?? []
  const at = texts.find(({ text }) => text === 'chart')
  return { ...composed, texts, chart: { x: at?.x ?? 0, y: at?.y ?? 0, width: rect[2] ?? 0, height: rect[3] ?? 0 } }
}

it('the chart has the width that is left and the height that its proportions ask for, whatever stands around it', () => {
  const caption = ['many words '.repeat(60).trim()]
  for (const part of [{}, { title: '', subtitle: '' }, { key: [{ label: 'x' }] }, { caption, link: 'https://a.b/#c' }]) {
    const { chart, height, width } = drawn(part)
    expect(chart).toMatchObject({ x: 16, width: 368, height: 184 })
    expect(width).toBe(400)
    expect(height).toBeGreaterThanOrEqual(chart.y + chart.height)
  }
  expect(drawn({ caption }).height).toBeGreaterThan(drawn({}).height + 60)
  expect(drawn({ title: '' }).chart.y).toBeLessThan(drawn({}).chart.y)
})

it('no text reaches over the right edge or another line', () => {
  const link = `https://example.org/#${'long=12345&'.repeat(30)}`
  const key = Array.from({ length: 6 }, (_, i) => ({ sample: 'line', label: `kind of line ${i}` }) as const)
  const { texts, height } = drawn({ subtitle: 'a value '.repeat(30), key, caption: ['words '.repeat(50)], link })
  for (const { x, width, y } of texts) {
    expect(x + width).toBeLessThanOrEqual(400)
    expect(y).toBeLessThan(height)
  }
  const overlaps = texts.filter((a, i) => texts.some((b, j) => j < i && a.y === b.y && a.x < b.x + b.width && b.x < a.x + a.width))
  expect(overlaps).toEqual([])
  expect(texts.map(t => t.text).join('')).toContain('the whole link is in the metadata')
})

it('a link of a few lines stands there whole', () => {
  const link = `https://example.org/#${'long=12345&'.repeat(10)}end=1`
  const lines = drawn({ link }).texts.filter(({ text }) => text.includes('long') || text.includes('end') || text.includes('&'))
  expect(lines.map(t => t.text).join('')).toBe(link)
})

it('names what the run is made of', () => {
  const scenario = scenarioWith('linear-anisotropic', ['arm.eta', 'sgd', 0.125], ['arm.B', 'sgd', 3])
  const view = viewOfRows(scenario, [[{ step: 1200, loss: 1 }], [{ step: 1200, loss: 1 }]])
  const { n, d } = scenario.data
  expect(parametersOf(view)).toBe(
    `Scenario linear-anisotropic at step ${formatValue(1200)}. Linear model, Gaussian inputs, n = ${n}, d = ${d}, seed ${scenario.seed}. SGD: η = 0.125, B = 3. GD: η = ${scenario.arms[1]?.eta}.`,
  )
})

it('a width is typed in millimetres or pixels, within what can be drawn', () => {
  expect(typedWidth('85', 'mm')).toBeCloseTo(321.26, 2)
  expect(typedWidth(' 85,5 ', 'mm')).toBeCloseTo(323.15, 2)
  expect(typedWidth('640', 'px')).toBe(640)
  expect(typedWidth('', 'px')).toBeNull()
  for (const [text, unit] of [
    ['640 px', 'px'],
    ['12', 'mm'],
    ['1e9', 'px'],
    ['x', 'mm'],
  ] as const)
    expect(typedWidth(text, unit)).toBeUndefined()
  expect(widthText(typedWidth('85', 'mm') ?? 0, 'mm')).toBe('85')
})

it('settings are remembered as far as they can be read', () => {
  expect(settingsOf(null)).toEqual(DEFAULTS)
  const chosen = {
    ...DEFAULTS,
    format: 'pdf',
    unit: 'px',
    width: 640,
    proportions: '3:2',
    scale: '4',
    theme: 'dark',
    title: false,
    caption: true,
  }
  expect(settingsOf(JSON.stringify(chosen))).toEqual(chosen)
  for (const text of ['{', 'null', '[]', '7', '{"format":"gif","width":-1,"scale":3,"title":"no"}'])
    expect(settingsOf(text)).toEqual(DEFAULTS)
})
