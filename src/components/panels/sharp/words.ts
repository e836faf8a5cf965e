import { number } from '../reading/numbers'
import type { View } from '../reading/view'
import { cloudOf } from './cloud'
import { splitsDistance } from './energies'

export const sharpWords = (k: number) => (k === 1 ? 'in the sharpest direction' : `in the ${k} sharpest directions`)

/** What is split, and what stands where both parts are equal. */
export const wordsOf = (view: View, k: number) =>
  splitsDistance(view) ? { what: 'squared distance', unity: '1 : 1' } : { what: 'energy', unity: `D_${k > 9 ? `{${k}}` : k} = 1` }

export const diagonalKey = (view: View) => `${splitsDistance(view) ? 'flat : sharp' : 'D_k'} is constant along a diagonal`

/** What is seen of the replicas; '' without them. */
export function replicasKey(view: View, k: number): string {
  const cloud = cloudOf(view, k)
  return cloud ? `${number(cloud.sharp.length)} replicas, lines hold 50 % and 90 %` : ''
}
