import { expect, it } from 'vitest'
import { ARM_KINDS, armColors } from './optimizers'
import { PRESETS } from './presets'

it('gives the first arm of a kind the colour of its kind, whatever stands before it', () => {
  for (const { scenario } of PRESETS.values()) {
    const colors = armColors(scenario.arms)
    for (const [kind, color] of [
      ['sgd', 0],
      ['gd', 1],
    ] as const) {
      const at = scenario.arms.findIndex(arm => arm.kind === kind)
      if (at >= 0) expect([scenario.preset, colors[at]]).toEqual([scenario.preset, color])
    }
  }
})

it('gives no two of up to four arms the same colour', () => {
  const all = (length: number): (typeof ARM_KINDS)[number][][] =>
    length === 0 ? [[]] : all(length - 1).flatMap(rest => ARM_KINDS.map(kind => [...rest, kind]))
  for (const kinds of [1, 2, 3, 4].flatMap(all)) {
    const colors = armColors(kinds.map(kind => ({ kind })))
    expect(new Set(colors).size).toBe(kinds.length)
    for (const color of colors) expect([0, 1, 2, 3]).toContain(color)
  }
})
