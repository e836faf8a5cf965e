/** What lies under the pointer in a chart that was drawn. */
import type { Hit } from './types'

/** The mark nearest to the pointer among those it is close enough to (their radius plus `slack` pixels). */
export function hitAt(hits: readonly Hit[], px: number, py: number, slack = 4): Hit | undefined {
  let best: Hit | undefined
  let distance = Number.POSITIVE_INFINITY
  for (const hit of hits) {
    const d = Math.hypot(hit.x - px, hit.y - py)
    if (d <= hit.radius + slack && d < distance) {
      best = hit
      distance = d
    }
  }
  return best
}
