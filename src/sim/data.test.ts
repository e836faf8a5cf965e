import { describe, expect, it } from 'vitest'
import { Fingerprint } from '../lib/fingerprint'
import type { DataSettings } from '../scenario'
import { covarianceSpectrum } from './data'
import { makeData } from './makeData'
import { scenarioOf } from './testing/scenario.fixture'

const settings = (data: Partial<DataSettings>) => scenarioOf({ data, arms: [{ id: 'gd', kind: 'gd' }] }).data

describe('spectra', () => {
  it.each([
    ['isotropic', { scale: 2.5 }, [2.5, 2.5, 2.5, 2.5]],
    ['power-law', { scale: 2, exponent: 2 }, [2, 2 / 4, 2 / 9, 2 / 16]],
    ['exponential', { scale: 3, decay: 0.5 }, [0, 1, 2, 3].map(k => 3 * Math.exp(-0.5 * k))],
    ['two-level', { scale: 4, spikes: 1, ratio: 0.25 }, [4, 1, 1, 1]],
    ['explicit', { values: [1, 5, 0.5] }, [5, 1, 0.5, 0.5]],
    ['explicit', { values: [1, 2, 3, 4, 5, 6] }, [4, 3, 2, 1]],
    ['explicit', { values: [0] }, [0, 0, 0, 0]],
  ] as const)('%s %j', (spectrum, rest, want) => {
    const found = covarianceSpectrum(settings({ d: 4, spectrum, ...rest }))
    expect([...found].map((v, k) => Math.abs(v - want[k]) <= 4e-16 * want[0])).toEqual([true, true, true, true])
  })
})

describe('data sets', () => {
  it('have the covariance S within 5 standard errors per entry', () => {
    const { n, d, X, spectrum } = makeData(settings({ n: 20000, d: 6, spectrum: 'power-law', exponent: 1.5 }), 9)
    for (let a = 0; a < d; a++)
      for (let b = 0; b <= a; b++) {
        let s = 0
        for (let i = 0; i < n; i++) s += (X[i * d + a] * X[i * d + b]) / n
        // Var(x_a x_b) = S_aa S_bb (1 + [a = b]) for a Gaussian.
        const error = Math.sqrt((spectrum[a] * spectrum[b] * (a === b ? 2 : 1)) / n)
        expect(Math.abs(s - (a === b ? spectrum[a] : 0))).toBeLessThan(5 * error)
      }
  })

  it('have labels x·w* plus noise of the stated size', () => {
    const n = 20000
    const { d, X, y, teacher } = makeData(settings({ n, d: 5, labelNoise: 0.7 }), 4)
    const noise = Array.from(y, (v, i) => v - teacher.reduce((s, w, j) => s + w * X[i * d + j], 0))
    const mean = noise.reduce((s, v) => s + v / n, 0)
    const variance = noise.reduce((s, v) => s + (v * v) / n, 0)
    expect(Math.abs(mean)).toBeLessThan((5 * 0.7) / Math.sqrt(n))
    expect(Math.abs(variance - 0.49)).toBeLessThan(5 * 0.49 * Math.sqrt(2 / n))
    const clean = makeData(settings({ n: 50, d: 5 }), 4)
    for (let i = 0; i < 50; i++) {
      let f = 0
      for (let j = 0; j < 5; j++) f += clean.X[i * 5 + j] * clean.teacher[j]
      expect(clean.y[i]).toBe(f)
    }
  })

  it('a sparse teacher has exactly the asked entries and unit expected size', () => {
    const size = (teacher: 'dense' | 'sparse', nonzero: number) => {
      let total = 0
      const used = new Set<number>()
      for (let seed = 0; seed < 400; seed++) {
        const w = makeData(settings({ n: 1, d: 12, teacher, nonzero }), seed).teacher
        const active = [...w.keys()].filter(j => w[j] !== 0)
        expect(active.length).toBe(teacher === 'sparse' ? nonzero : 12)
        for (const j of active) used.add(j)
        total += w.reduce((s, v) => s + v * v, 0) / 400
      }
      expect(used.size).toBe(12)
      // ‖w‖² is χ²_k/k with k active entries: variance 2/k.
      expect(Math.abs(total - 1)).toBeLessThan(5 * Math.sqrt(2 / (teacher === 'sparse' ? nonzero : 12) / 400))
    }
    size('sparse', 3)
    size('sparse', 12)
    size('dense', 1)
  })

  it('are the same bits for the same seed, and others for another', () => {
    const data = settings({ n: 30, d: 7, spectrum: 'power-law', exponent: 0.5, labelNoise: 0.1, teacher: 'sparse', nonzero: 3 })
    const hash = (seed: number) => {
      const { X, y, spectrum, teacher } = makeData(data, seed)
      return new Fingerprint().add(X).add(y).add(spectrum).add(teacher).digest()
    }
    expect(hash(7)).toMatchInlineSnapshot(`"cebbfa01604c6d63"`)
    expect(hash(7)).toBe(hash(7))
    expect(hash(8)).not.toBe(hash(7))
  })

  it('share the inputs of the same seed whatever the labels are', () => {
    const of = (data: Partial<DataSettings>) => [...makeData(settings({ n: 5, d: 3, ...data }), 2).X]
    expect(of({ labelNoise: 1, teacher: 'sparse', nonzero: 1 })).toEqual(of({}))
    expect(of({ n: 9 }).slice(0, 15)).toEqual(of({}))
  })
})
