import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { facesOf, outlineText } from './outlines'

const { resolve } = createRequire(import.meta.url)
const bytesOf = (path: string) => {
  const bytes = readFileSync(path)
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
}
const inter = dirname(resolve('@expo-google-fonts/inter/package.json'))
const faces = facesOf(
  bytesOf(join(inter, '400Regular/Inter_400Regular.ttf')),
  bytesOf(join(inter, '600SemiBold/Inter_600SemiBold.ttf')),
  bytesOf(join(dirname(resolve('katex')), 'fonts/KaTeX_Main-Regular.ttf')),
)

/** The box of a path's points. */
function boxOf(path: string) {
  const numbers = [...path.matchAll(/-?\d*\.?\d+/g)].map(([n]) => Number(n))
  const [xs, ys] = [0, 1].map(c => numbers.filter((_, i) => i % 2 === c)) as [number[], number[]]
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
}

it('has a letter for every character that charts, panels and controls write', () => {
  const letters = new Set('λ_k ‖G‖_F ∇L ⟨θ−θ*, v₁⟩ ΣTrμηρ √(B/μ)/η ≤≥≈∝→←↑↓↗↙±·×½⁻⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂ₖᵢᵀ⊤⊥∞◇’“”…–§ä')
  for (const weight of [400, 600]) expect(outlineText(faces, [...letters].join(''), { size: 12, weight }).missing).toBe('')
})

it('says what no font has, and leaves a box in its place', () => {
  const { missing, path } = outlineText(faces, 'a漢b', { size: 20 })
  expect(missing).toBe('漢')
  expect(path.split('M').length).toBeGreaterThan(outlineText(faces, 'ab', { size: 20 }).path.split('M').length)
})

it('stands on its base line, as high as its size asks, where it is told', () => {
  const { path, width } = outlineText(faces, 'H', { size: 100, x: 30, y: 200 })
  const box = boxOf(path.replace(/[HV][^A-Z]*/g, ''))
  // Inter’s capitals are 1490/2048 of its size.
  expect(box.top).toBeCloseTo(200 - (100 * 1490) / 2048, 0)
  expect(box.bottom).toBeCloseTo(200, 1)
  expect(box.left).toBeGreaterThan(30)
  expect(box.right).toBeLessThan(30 + width)
})

it('scales with the size, sets letters side by side, bold ones wider', () => {
  const widthOf = (text: string, size = 10, weight = 400) => outlineText(faces, text, { size, weight }).width
  expect(widthOf('noise', 20)).toBeCloseTo(2 * widthOf('noise'), 8)
  expect(widthOf('AV')).toBeCloseTo(widthOf('A') + widthOf('V'), 8)
  expect(widthOf('noise', 10, 600)).toBeGreaterThan(widthOf('noise'))
})

it('sets a raised letter that no font has smaller and higher than the plain one', () => {
  const [plain, raised] = ['T', 'ᵀ'].map(text =>
    boxOf(outlineText(faces, text, { size: 100, y: 100 }).path.replace(/[HV][^A-Z]*/g, '')),
  ) as [ReturnType<typeof boxOf>, ReturnType<typeof boxOf>]
  expect(raised.bottom - raised.top).toBeCloseTo(0.62 * (plain.bottom - plain.top), 0)
  expect(raised.bottom).toBeCloseTo(100 - 36, 0)
})

it('sets a line to the width that was measured for it, unless that is of another text', () => {
  const own = outlineText(faces, 'noise', { size: 100 })
  const wider = outlineText(faces, 'noise', { size: 100, measured: own.width * 1.02 })
  expect(wider.width).toBeCloseTo(own.width * 1.02, 8)
  const right = (path: string) => boxOf(path.replace(/[HV][^A-Z]*/g, '')).right
  expect(right(wider.path) - right(own.path)).toBeCloseTo(own.width * 0.02 * 0.8, 0)
  expect(outlineText(faces, 'noise', { size: 100, measured: own.width * 1.5 })).toEqual(own)
})

it('has numbers alone in its paths, also a hair beside whole pixels', () => {
  const { path } = outlineText(faces, 'Ho8', { size: faces.regular.unitsPerEm, x: 1e-9 })
  expect(path).toMatch(/^([MLQCZ][-\d. ]*)+$/)
  expect(path.split('Q').length + path.split('C').length).toBeGreaterThan(20)
})
