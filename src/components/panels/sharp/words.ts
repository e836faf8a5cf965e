import type { View } from '../reading/view'
import { splitsDistance } from './energies'

export const sharpWords = (k: number) => (k === 1 ? 'in the sharpest direction' : `in the ${k} sharpest directions`)

/** What is split, and what stands where both parts are equal. */
export const wordsOf = (view: View, k: number) =>
  splitsDistance(view) ? { what: 'squared distance', unity: '1 : 1' } : { what: 'energy', unity: `D_${k > 9 ? `{${k}}` : k} = 1` }
