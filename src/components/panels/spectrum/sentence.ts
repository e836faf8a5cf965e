import { nth, number } from '../reading/numbers'
import type { View } from '../reading/view'
import { estimated, partOf } from './part'

/** The range of H's eigenvalues, how many are above 2/η, and the two traces. */
export function spectrumSentence(view: View): string {
  const part = partOf(view)
  if (!part) return 'All eigenvalues at one step, on request: of sharp, of flat and of negatively curved directions.'
  const { H, G, threshold } = part
  const range = `H has eigenvalues from ${number(H.smallest.value)} to ${number(nth(H.top, 0))}, ${estimated(H.above)} of ${number(part.p, 6)} above 2/η = ${number(threshold)}`
  return `${range}; Tr H = ${estimated(H.trace)}, Tr G = ${estimated(G.trace)}.`
}
