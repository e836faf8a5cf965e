import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Box, Ctx, Series } from './index'
import {
  attentionChart,
  DARK,
  directionChart,
  energyChart,
  fitChart,
  heatmapChart,
  LIGHT,
  landscapeChart,
  lineChart,
  lossChart,
  scatterChart,
  sharpChart,
  stackChart,
  sweepChart,
  timeline,
} from './index'
import type { DrawnText } from './testing'
import { recordingContext } from './testing'

type Values = readonly number[]
const steps = (n: number) => Float64Array.from({ length: n }, (_, i) => i)
const line = (y: Values, color: number, label: string): Series => ({ x: steps(y.length), y, length: y.length, color, label })
const matrix = (y: Values) => ({ values: Float64Array.from({ length: 64 }, (_, i) => y[i % Math.max(1, y.length)] ?? 0), nx: 8, ny: 8 })

const NAMES = ['SGD', 'GD + isotropic noise', 'SGD + CLR', 'label noise']

/** Every chart on the same values, for as many arms as there are value lists. */
const charts: Record<string, (ctx: Ctx, box: Box, arms: readonly Values[]) => unknown> = {
  line: (ctx, box, arms) =>
    lineChart(
      ctx,
      box,
      {
        series: arms.map((y, i) => line(y, i, NAMES[i])),
        areas: arms.slice(0, 1).map(y => ({ x: steps(y.length), lo: y, hi: y, length: y.length, color: 0 })),
        bands: [{ lo: arms[0]?.[0] ?? 0, hi: arms[0]?.[1] ?? 1, label: 'certificate' }],
        refs: [
          { y: 1, label: '2/η' },
          { y: arms[0]?.[2] ?? 1.02, label: 'λ_1' },
        ],
        events: [{ x: 2, label: 'η 0.5 → 0.6' }],
        cursor: 1,
      },
      { xTitle: 'step', yTitle: 'μ' },
    ),
  named: (ctx, box, arms) => lineChart(ctx, box, { series: arms.map((y, i) => line(y, i, NAMES[i])) }, { labels: 'end', xTitle: 'step' }),
  log: (ctx, box, arms) =>
    lossChart(ctx, box, { series: arms.map((y, i) => line(y, i, NAMES[i])), rates: arms.map((y, i) => line(y, i, NAMES[i])), cursor: 3 }),
  direction: (ctx, box, arms) =>
    directionChart(ctx, box, {
      arms: arms.map((g, i) => ({ label: NAMES[i], color: i, g, length: g.length })),
      certificate: { lo: arms[0] ?? [], hi: arms[0] ?? [], length: arms[0]?.length ?? 0 },
      selected: 2,
    }),
  scatter: (ctx, box, arms) =>
    scatterChart(
      ctx,
      box,
      arms.map((y, i) => ({ label: NAMES[i], color: i, x: [...y].reverse(), y, length: y.length })),
    ),
  sharp: (ctx, box, arms) =>
    sharpChart(
      ctx,
      box,
      arms.map((y, i) => ({ label: NAMES[i], color: i, sharp: [...y].reverse(), flat: y, length: y.length, at: y.length >> 1 })),
      [{ ratio: arms[0]?.[0] ?? 1, label: 'exact mean', color: 0 }],
      { xTitle: 'sharp', yTitle: 'flat', unity: 'D_1 = 1' },
    ),
  fit: (ctx, box, arms) =>
    fitChart(
      ctx,
      box,
      arms.map((y, i) => ({
        label: NAMES[i],
        color: i,
        x: [...y].reverse(),
        y,
        errors: y.map((_, k) => (k % 2 ? 0.1 : Number.NaN)),
        length: y.length,
        fit: { slope: -2, intercept: 0.5 },
      })),
      { diagonal: true },
    ),
  landscape: (ctx, box, arms) =>
    landscapeChart(
      ctx,
      box,
      {
        grid: { ...matrix(arms[0] ?? []), x: [-1, 1], y: [-1, 1] },
        arms: arms.map((y, i) => ({
          label: NAMES[i],
          color: i,
          path: { x: y, y: [...y].reverse(), length: y.length },
          noise: [y[0] ?? 1, 0, y[1] ?? 1] as const,
          curvature: [1, 0.5, 1] as const,
        })),
        minimum: [0, 0],
      },
      { magnification: 20 },
    ),
  heat: (ctx, box, arms) =>
    heatmapChart(ctx, box, {
      values: arms.flat(),
      rows: arms.length,
      columns: arms[0]?.length ?? 0,
      x: steps(arms[0]?.length ?? 0),
      label: 'SGD',
      color: 0,
      cursor: 1,
    }),
  energy: (ctx, box, arms) =>
    energyChart(ctx, box, {
      panes: arms.map((y, i) => ({
        values: y,
        rows: 2,
        columns: y.length >> 1,
        x: steps(y.length >> 1),
        label: NAMES[i],
        color: i,
        cursor: 1,
      })),
      k: 1,
    }),
  attention: (ctx, box, arms) =>
    attentionChart(ctx, box, {
      tokens: ['A', 'B', '+1'],
      maps: arms.map((weights, b) => ({ title: `block ${b + 1}`, short: `${b + 1}`, weights })),
      color: 0,
      mark: { map: 0, row: 1, column: 0 },
    }),
  stack: (ctx, box, arms) =>
    stackChart(ctx, box, {
      x: steps(arms[0]?.length ?? 0),
      length: arms[0]?.length ?? 0,
      stacks: [
        { title: 'share of Tr G', parts: arms },
        { title: 'share of Tr(ΣG)', parts: [...arms].reverse() },
      ],
      names: arms.map((_, l) => `${l + 1} · conv`),
      color: 0,
      cursor: 1,
    }),
  sweep: (ctx, box, arms) =>
    sweepChart(
      ctx,
      box,
      {
        x: (arms[0] ?? []).map((_, i) => 50 * 2 ** i),
        arms: arms.map((y, i) => ({ label: NAMES[i], color: i, start: y, end: [...y].reverse() })),
        band: { lo: arms[0] ?? [], hi: arms[1] ?? [], label: 'certificate: every θ' },
        second: { title: 'n/d_{eff}', labels: (arms[0] ?? []).map((_, i) => (i === 1 ? '' : String(1.3 * 2 ** i))) },
        selected: 100,
      },
      { xTitle: 'n', yTitle: 'μ', yHint: [0.5, 1.5], yLimit: [0, 6] },
    ),
  timeline: (ctx, box, arms) =>
    timeline(ctx, box, {
      last: arms[0]?.[0] ?? 90,
      step: arms[0]?.[1] ?? 70,
      events: (arms[0] ?? []).map(x => ({ x, label: 'B 1 → 4' })),
    }),
}

const wild = fc.oneof(
  fc.double(),
  fc.constantFrom(0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1.7e308, 1e-300),
  fc.double({ min: 0, max: 3, noNaN: true }),
)

describe.each(Object.entries(charts))('%s', (name, draw) => {
  it('draws only finite coordinates, whatever the data and the size', () => {
    const data = fc.array(fc.array(wild, { maxLength: 12 }), { maxLength: 4 })
    const size = fc.tuple(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 500 }))
    fc.assert(
      fc.property(data, size, fc.boolean(), (arms, [width, height], dark) => {
        const recorder = recordingContext()
        draw(recorder.ctx, { width, height, theme: dark ? DARK : LIGHT }, arms)
        for (const call of recorder.calls) {
          if (!call.args.every(Number.isFinite)) expect.fail(`${call.name}(${call.args.join(', ')})`)
        }
        expect(recorder.depth).toBe(0)
      }),
      { numRuns: 150 },
    )
  })

  it.each([
    ['nothing', []],
    ['one point', [[1.2]]],
    ['a constant', [Array(30).fill(1), Array(30).fill(1)]],
    ['only gaps', [[Number.NaN, Number.POSITIVE_INFINITY]]],
    ['four arms', [0, 1, 2, 3].map(a => Array.from({ length: 20 }, (_, i) => 0.8 + 0.3 * a + 0.2 * Math.sin(i * (a + 1))))],
    ['many decades', [0, 1].map(a => Array.from({ length: 40 }, (_, i) => 10 ** (3 - i * 0.3 + a)))],
  ] as [string, number[][]][])('keeps its text inside the box and apart: %s', (_, arms) => {
    for (const [width, height] of name === 'timeline'
      ? ([
          [300, 28],
          [900, 44],
        ] as const)
      : ([
          [240, 160],
          [300, 200],
          [520, 260],
          [1200, 800],
        ] as const)) {
      const recorder = recordingContext()
      draw(recorder.ctx, { width, height, theme: LIGHT }, arms)
      for (const t of recorder.texts) {
        const inside = t.x >= -1 && t.y >= -1 && t.x + t.width <= width + 1 && t.y + t.height <= height + 1
        if (!inside) expect.fail(`"${t.text}" at ${t.x}, ${t.y} leaves ${width} × ${height}`)
      }
      const clash = overlapping(recorder.texts)
      if (clash) expect.fail(`"${clash[0].text}" and "${clash[1].text}" overlap in ${width} × ${height}`)
    }
  })
})

it('keeps nothing of the axis of an empty chart', () => {
  const { ctx } = recordingContext()
  const box = { width: 400, height: 200, theme: LIGHT }
  const options = { yHint: [0, 0] as const, xDomain: [0, 10] as const }
  const previous = lineChart(ctx, box, { series: [] }, options)
  const rates = lineChart(ctx, box, { series: [line([2, 2], 0, 'η')] }, { ...options, previous })
  expect(rates.y.domain[0]).toBe(0)
  expect(rates.y.domain).toEqual(lineChart(ctx, box, { series: [line([2, 2], 0, 'η')] }, options).y.domain)
})

describe('names at the ends of lines', () => {
  const draw = (ys: readonly Values[]) => {
    const recorder = recordingContext()
    const series = ys.map((y, i) => line(y, i, NAMES[i] ?? ''))
    const box = { width: 600, height: 240, theme: LIGHT }
    const layout = lineChart(recorder.ctx, box, { series }, { labels: 'end', xDomain: [0, 10], yDomain: [0, 2] })
    const named = (name: string) => recorder.texts.find(t => t.text === name)
    return { layout, named, lines: recorder.calls.filter(c => c.name === 'lineTo' || c.name === 'moveTo').map(c => c.args) }
  }
  const full = Array.from({ length: 11 }, () => 0.5)

  it('stand beside a point that has no line yet, and nothing leads away from it', () => {
    const { layout, named, lines } = draw([[1], [1], [1]])
    const { plot, x, y } = layout
    for (const name of NAMES.slice(0, 3)) {
      const text = named(name)
      expect(text?.x).toBeCloseTo(x.px(0) + 6)
      expect(Math.abs((text?.y ?? 0) - y.px(1))).toBeLessThan(30)
    }
    // What is left of axes runs along the border.
    expect(lines.filter(([px]) => px !== undefined && px > x.px(0) + 4 && px < plot.x + plot.width - 1)).toEqual([])
  })

  it.each([230, 300, 345])('are whole where a chart is narrow, %i px', width => {
    const { ctx, texts } = recordingContext()
    const names = ['CONSTANT', 'RESTARTS', 'SGD · isotropic']
    const series = names.map((name, i) => line([i, i + 1], i, name))
    const { plot } = lineChart(ctx, { width, height: 150, theme: LIGHT }, { series }, { labels: 'end', xDomain: [0, 1] })
    const lines = ['CONSTANT', 'RESTARTS', 'SGD', 'isotropic']
    expect(
      texts
        .filter(({ text }) => lines.includes(text))
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(lines.toSorted())
    expect(plot.width).toBeGreaterThan(width / 3)
  })

  it('stand in the margin for a line that reaches the border, and beside the end of one that stops before', () => {
    const { layout, named } = draw([full, [0.5, 1, 1.5]])
    expect(named('SGD')?.x).toBeCloseTo(layout.plot.x + layout.plot.width + 8)
    expect(named('GD + isotropic noise')?.x).toBeCloseTo(layout.x.px(2) + 6)
  })
})

describe('stacked shares', () => {
  const draw = (parts: readonly Values[], width = 400) => {
    const recorder = recordingContext()
    const names = parts.map((_, l) => `${l + 1}`)
    const data = { x: steps(parts[0].length), length: parts[0].length, stacks: [{ title: 'share', parts }], names, color: 0 }
    const layout = stackChart(recorder.ctx, { width, height: 240, theme: LIGHT }, data)
    return { layout, points: recorder.calls.filter(c => c.name === 'moveTo' || c.name === 'lineTo').map(c => c.args) }
  }
  const at = (points: readonly (readonly number[])[], x: number, y: number) =>
    points.some(([px, py]) => Math.abs(px - x) < 1e-6 && Math.abs(py - y) < 1e-6)

  it('puts the borders of the areas at the running sums, up to one', () => {
    const { layout, points } = draw([
      [0.2, 0.5],
      [0.3, 0.1],
      [0.5, 0.4],
    ])
    expect(layout.y.domain).toEqual([0, 1])
    for (const [step, sum] of [
      [0, 0.2],
      [0, 0.5],
      [0, 1],
      [1, 0.5],
      [1, 0.6],
      [1, 1],
    ] as const)
      expect(at(points, layout.x.px(step), layout.y.px(sum)), `${sum} at step ${step}`).toBe(true)
  })

  it('hangs a negative part below the base line, and lets the rest reach beyond one', () => {
    const { layout, points } = draw([
      [0.4, 1.3],
      [0.6, -0.3],
    ])
    expect(layout.y.domain[0]).toBeLessThanOrEqual(-0.3)
    expect(layout.y.domain[1]).toBeGreaterThanOrEqual(1.3)
    expect(at(points, layout.x.px(1), layout.y.px(-0.3))).toBe(true)
    expect(at(points, layout.x.px(1), layout.y.px(1.3))).toBe(true)
  })
})

/** Two texts that cover each other; pieces of one rich text (smaller runs) are not counted. */
function overlapping(texts: readonly DrawnText[]): [DrawnText, DrawnText] | undefined {
  for (const [i, a] of texts.entries()) {
    for (const b of texts.slice(i + 1)) {
      if (a.height !== b.height) continue
      const x = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
      const y = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
      if (x > 0.5 && y > 0.5) return [a, b]
    }
  }
  return undefined
}

it('lays the panes of energies beside each other, in two rows from three on, with axes that know where they are', () => {
  const { ctx } = recordingContext()
  const pane = (color: number) => ({ values: [1, 2, 3, 4, 5, 6], rows: 3, columns: 2, x: [0, 10], label: NAMES[color], color })
  const two = energyChart(ctx, { width: 400, height: 200, theme: LIGHT }, { panes: [pane(0), pane(1)], k: 2 })
  const [left, right] = two.panes
  expect(right.plot.x).toBeGreaterThan(left.plot.x + left.plot.width)
  expect(right.plot.y).toBe(left.plot.y)
  expect(right.x.px(0)).toBeCloseTo(right.plot.x, 9)
  expect(right.x.value(right.plot.x + right.plot.width)).toBeCloseTo(10, 9)
  const four = energyChart(ctx, { width: 400, height: 300, theme: LIGHT }, { panes: [0, 1, 2, 3].map(pane) })
  expect(four.panes[2].plot.y).toBeGreaterThan(four.panes[0].plot.y + four.panes[0].plot.height)
  expect(four.panes[3].y.px(2)).toBeCloseTo(four.panes[3].plot.y + four.panes[3].plot.height / 2, 9)
})
