import { number } from '../reading/numbers'
import type { View } from '../reading/view'
import { lastReading, type SeedBand, type SeedColumn, seedBands, seedsOf, stepsOf } from './bands'

export const SYMBOLS: Readonly<Record<SeedColumn, string>> = { loss: 'L', mu: 'μ', lambda_1: 'λ₁' }

/** Median, middle and mean of every arm at its last reading, and whether the run on screen is a usual one. */
export function seedsSentence(view: View, column: SeedColumn): string {
  const bands = seedBands(view, column).filter(band => lastReading(band) >= 0)
  return bands.length > 0 ? bands.map(band => wordsOf(view, band, column)).join(' ') : 'Waiting for the first seeds.'
}

function wordsOf(view: View, band: SeedBand, column: SeedColumn): string {
  const i = lastReading(band)
  const [own, low, high, count] = [band.own[i] ?? Number.NaN, at(band.low, i), at(band.high, i), at(band.count, i)]
  const all = seedsOf(view)
  const of = count < all ? `${number(count)} of ${number(all)} seeds` : `${number(all)} seeds`
  const middle = `${number(at(band.median, i))} in the median of ${of}, ${number(low)} to ${number(high)} in the middle 80 %`
  const mean = count > 1 ? `, mean ${number(at(band.mean, i))} ± ${number(at(band.error, i), 1)}` : ''
  const place = own < low ? ' This run lies below the band.' : own > high ? ' This run lies above the band.' : ''
  return `${band.label}: ${SYMBOLS[column]} at step ${number(stepsOf(view)[i] ?? Number.NaN)} is ${middle}${mean}.${count > 4 ? place : ''}`
}

const at = (values: readonly number[], i: number) => values[i] ?? Number.NaN
