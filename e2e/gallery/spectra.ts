import { spectrumChart } from '../../src/charts'
import type { Scene } from './scene'

const PLACES = 241
const grid = Float64Array.from({ length: PLACES }, (_, g) => -1.4 + g * 0.05)
const bells = (parts: readonly (readonly [number, number])[]) =>
  grid.map(v => parts.reduce((sum, [at, share]) => sum + (share * Math.exp(-0.5 * ((v - at) / 0.15) ** 2)) / 0.376, 0))
const ofH = bells([
  [0, 0.92],
  [-0.4, 0.04],
  [3.1, 0.02],
  [5.2, 0.01],
  [8.3, 0.01],
])
const ofG = bells([
  [0, 0.97],
  [3, 0.01],
  [5, 0.01],
  [8, 0.01],
])
const data = {
  grid,
  curves: [
    { label: 'H', color: 0, dash: [], mean: ofH, se: ofH.map(v => 0.25 * v), marks: [8.3, 5.2, 3.1] },
    { label: 'G', color: '#7a8087', dash: [5, 3], mean: ofG, se: ofG.map(() => 0), marks: [8, 5, 3] },
  ],
  threshold: { at: 6.7, label: '2/η' },
}

/** Densities of eigenvalues. */
export const spectra: readonly Scene[] = [true, false].map(yLog => ({
  id: `spectrum-${yLog ? 'log' : 'linear'}`,
  title: 'Spectral densities with their errors',
  sizes: [
    [290, 200],
    [560, 240],
  ],
  draw: (ctx, box) => void spectrumChart(ctx, box, data, { yLog, floor: 2e-3 }),
}))
