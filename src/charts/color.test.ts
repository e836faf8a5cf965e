import { rgb } from 'd3-color'
import { interpolateLab } from 'd3-interpolate'
import { expect, it } from 'vitest'
import { formatHex, mixLab, parseRgb } from './color'
import { DARK, LIGHT } from './theme'

const OURS = [LIGHT, DARK].flatMap(t => [t.bg, t.panel, t.ink, t.muted, ...t.arms, t.surfaceLow, t.surfaceHigh, t.warn])

it('reads colours as d3-color does', () => {
  for (const text of [...OURS, '#0aF', ' #FFF', 'rgb(1, 20, 255)', 'rgba(1, 2, 3, 0.5)']) {
    const { r, g, b } = rgb(text)
    expect(parseRgb(text), text).toEqual({ r, g, b })
  }
  expect(parseRgb('rgb(1 2 3 / 40%)')).toEqual({ r: 1, g: 2, b: 3 })
  for (const text of ['', 'ink', '#12']) expect(parseRgb(text).r, text).toBeNaN()
  expect(formatHex({ r: 300, g: -4, b: 15.6 })).toBe('#ff0010')
})

it('mixes in CIELAB as d3-interpolate does, to the byte', () => {
  for (const from of OURS)
    for (const to of ['#000', '#ffffff', '#ff0000', '#0000ff', DARK.surfaceHigh]) {
      const [mine, theirs] = [mixLab(from, to), interpolateLab(from, to)]
      for (let t = 0; t <= 1; t += 0.05) expect(mine(t), `${from} ${to} ${t}`).toBe(theirs(t))
    }
})
