import { expect, it } from 'vitest'
import type { Rect } from './index'
import { directionChart, LIGHT, sweepChart } from './index'
import { type DrawnText, recordingContext } from './testing'

const meets = (plot: Rect, text: DrawnText) =>
  text.x < plot.x + plot.width && text.x + text.width > plot.x && text.y < plot.y + plot.height && text.y + text.height > plot.y

/** Marks and certificates that leave no place free. */
const FULL = { length: 24, lo: new Float64Array(24).fill(0.1), hi: new Float64Array(24).fill(2.9) }
const WIDTHS = [330, 620, 1200]

it.each(WIDTHS)('the band of Gaussian inputs is named over the plot, where no certificate is, %i px wide', width => {
  const { ctx, texts } = recordingContext()
  const arms = ['GD', 'SGD'].map((label, color) => ({ label, color, g: new Float64Array(24).fill(1.4), length: 24 }))
  const { plot } = directionChart(
    ctx,
    { width, height: 150, theme: LIGHT },
    { arms, certificate: FULL },
    { bandLabel: 'Gaussian inputs: [1, 2]' },
  )
  expect(texts.filter(text => meets(plot, text))).toEqual([])
  expect(texts.map(({ text }) => text)).toContain('Gaussian inputs: [1, 2]')
})

it.each(WIDTHS)('so is the band of a sweep, %i px wide', width => {
  const { ctx, texts } = recordingContext()
  const arms = ['GD', 'SGD'].map((label, color) => ({ label, color, start: [1, 2, 1], end: [2, 2.8, 2.8] }))
  const band = { lo: [0.1, 0.1, 0.1], hi: [2.9, 2.9, 2.9], label: 'certificate' }
  const { plot } = sweepChart(
    ctx,
    { width, height: 150, theme: LIGHT },
    { x: [10, 20, 40], arms, band },
    { xTitle: 'n', yTitle: 'μ', yLimit: [0, 2] },
  )
  expect(texts.filter(text => meets(plot, text))).toEqual([])
  expect(texts.map(({ text }) => text)).toContain('certificate')
})
