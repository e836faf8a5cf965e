import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fitChart } from './fitChart'
import { gridLineChart } from './gridLineChart'
import { gridMapChart } from './gridMapChart'
import { landscapeChart } from './landscapeChart'
import { lineChart } from './lineChart'
import { lossChart } from './lossChart'
import { scatterChart } from './scatterChart'
import { sharpChart } from './sharpChart'
import { Drawn, surfaceChart } from './surface'
import { recordingContext } from './testing'
import { LIGHT } from './theme'
import type { Box, Ctx, Range } from './types'

/** Draws a chart whose y axis has this range, and whose x axis has one like it. */
type Draw = (ctx: Ctx, box: Box, range: Range) => unknown

const two = (range: Range) => ({ x: range, y: range, length: 2, color: 0, label: '' })
const swept = (at: Range, log: boolean) => ({ at, log, names: null, title: 'η' })
const plane = ([lo, hi]: Range, core = 0) => {
  const view = { x: [-2 * hi, hi] as const, y: [lo, hi] as const, core }
  return { grid: { values: Float64Array.of(1, 2, 3, 4), nx: 2, ny: 2, ...view }, view }
}
const orbit = { azimuth: 0.5, elevation: 0.6, zoom: 1, shift: [0, 0] } as const
const spread = { lo: [], hi: [] }

const charts: Record<string, Draw> = {
  line: (ctx, box, range) => lineChart(ctx, box, { series: [two(range)] }, { yTitle: 'μ', xTitle: 'λ' }),
  'log line': (ctx, box, range) => lineChart(ctx, box, { series: [two(range)] }, { yTitle: 'L', xTitle: 'η', xLog: true, yLog: true }),
  loss: (ctx, box, range) => lossChart(ctx, box, { series: [two(range)], rates: [two(range)] }),
  fit: (ctx, box, range) => fitChart(ctx, box, [{ ...two(range), fit: null }], { xTitle: 'H_{ii}', yTitle: 'Σ_{ii}' }),
  scatter: (ctx, box, range) => scatterChart(ctx, box, [two(range)]),
  sharp: (ctx, box, range) => sharpChart(ctx, box, [{ ...two(range), sharp: range, flat: range, at: 1 }], []),
  'even plane': (ctx, box, range) => landscapeChart(ctx, box, { grid: plane(range).grid, arms: [] }, { aspect: 'equal' }),
  'bent plane': (ctx, box, range) => landscapeChart(ctx, box, { grid: plane(range, range[0]).grid, arms: [] }),
  surface: (ctx, box, range) =>
    surfaceChart(
      new Drawn(),
      () => orbit,
      orbit,
      () => {},
    )(ctx, box, { grid: plane(range, range[0]).grid, arms: [] }),
  sweep: (ctx, box, range) =>
    gridLineChart(ctx, box, { x: swept(range, true), series: [{ ...two(range), ...spread, mid: range }] }, { yTitle: 'L', yLog: false }),
  map: (ctx, box, range) => {
    const cells = [0, 1].map(i => ({ column: i, row: i, value: range[i] ?? 0 }))
    return gridMapChart(ctx, box, { x: swept(range, true), y: swept(range, false), cells, label: 'L', color: 0, log: true })
  },
}

it.each(Object.entries(charts))('%s keeps the powers of ten on its axes whole and apart, on every scale', (_, draw) => {
  const scale = fc.tuple(
    fc.integer({ min: -40, max: 40 }),
    fc.double({ min: 1, max: 9.9, noNaN: true }),
    fc.double({ min: 0.05, max: 30, noNaN: true }),
  )
  fc.assert(
    fc.property(scale, fc.constantFrom(290, 358, 620), fc.integer({ min: 170, max: 420 }), ([power, lead, decades], width, height) => {
      const lo = lead * 10 ** power
      const { ctx, texts } = recordingContext()
      draw(ctx, { width, height, theme: LIGHT }, [lo, lo * 10 ** decades])
      const powers = texts.filter(({ text }) => /10[⁻⁰¹²³⁴-⁹]/.test(text))
      for (const t of powers) {
        if (t.x < -0.01 || t.x + t.width > width + 0.01)
          expect.fail(`"${t.text}" from ${t.x} to ${t.x + t.width} leaves ${width} × ${height}`)
        for (const other of texts) {
          const beside = t.x + t.width <= other.x || other.x + other.width <= t.x
          const over = t.y + t.height <= other.y || other.y + other.height <= t.y
          if (other !== t && !beside && !over) expect.fail(`"${t.text}" and "${other.text}" overlap in ${width} × ${height}`)
        }
      }
    }),
    { numRuns: 80, seed: 7 },
  )
})
