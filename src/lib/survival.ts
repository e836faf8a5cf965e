/**
 * Share of the replicas that have not escaped after each step at which one did, up to a step: a line that keeps its value
 * until the next step. `escapes` holds first passages, −1 for not yet. All replicas are watched equally long, so that
 * counting needs no correction for censoring.
 */
export function survival(escapes: Float64Array, upTo: number): { readonly steps: Float64Array; readonly share: Float64Array } {
  const left = escapes.filter(t => t >= 0 && t <= upTo).sort()
  const steps = [0]
  const share = [1]
  for (let r = 0; r < left.length; r++) {
    if (left[r] === left[r + 1]) continue
    if (left[r] > 0) {
      steps.push(left[r])
      share.push(0)
    }
    share[share.length - 1] = (escapes.length - r - 1) / escapes.length
  }
  if (steps.at(-1)! < upTo) {
    steps.push(upTo)
    share.push(share.at(-1)!)
  }
  return { steps: Float64Array.from(steps), share: Float64Array.from(share) }
}
