import type { Traces } from '../../../store'

type Path = Pick<Traces['arms'][number]['path'], 'column'>

/** Nearer to the origin than this share of the recorded points lie, axes are even. */
const EVEN = 0.1
/** But not less far than this share of the farthest. */
const LEAST = 1e-8
/** Where nothing is recorded away from the origin. */
const UNKNOWN = 0.01

/** Up to where the axes of a landscape are even at first: the power of ten below the nearest tenth of the paths' points, zero apart. */
export function coreOf(paths: readonly Path[]): number {
  const far = paths.flatMap(path => {
    const [x, y] = [path.column(1), path.column(2)]
    return Array.from(x, (v, i) => Math.hypot(v, y[i] ?? Number.NaN)).filter(v => v > 0 && v < 1e150)
  })
  far.sort((a, b) => a - b)
  const [near, most] = [far[Math.floor(EVEN * far.length)], far.at(-1)]
  if (near === undefined || most === undefined) return UNKNOWN
  return Number(`1e${Math.floor(Math.log10(Math.max(near, LEAST * most)))}`)
}
