import { fitLine, type Line } from '../../../lib/fit'
import { meanAndError } from '../../../lib/sample'
import { armColors, armName } from '../../../scenario'
import { partsOf } from '../reading/studies'
import type { View } from '../reading/view'

/** What one batch size came to, over the readings that there are. */
export interface Size {
  readonly B: number
  readonly eta: number
  /** Readings, and the means over them: λ₁(H), how far it is below 2/η with the standard error, L. */
  readonly count: number
  readonly lambda: number
  readonly gap: number
  readonly error: number
  readonly loss: number
  /** σ_u² = uᵀΣu·c/B, and g(θ;u) = uᵀΣu/(2L·uᵀGu). */
  readonly noise: number
  readonly g: number
}

/** Published: the exponent of the gap over B, and what follows from σ_u² ∝ 1/B alone. */
export const EXPONENTS = { published: -1.27, theory: -1 } as const

const meanOf = (values: ArrayLike<number>) => meanAndError(Float64Array.from(values))

/** Every batch size that has a reading, smallest first. */
export function sizesOf(view: View): Size[] {
  return partsOf(view, 'gap')
    .flatMap(({ eta, B, strength, lambda, noise, curvature, loss }) => {
      const read = Array.from(lambda.keys()).filter(i => Number.isFinite(lambda[i]))
      if (read.length === 0) return []
      const of = (at: (i: number) => number) => meanOf(read.map(at))
      const gap = of(i => 2 / eta - (lambda[i] ?? Number.NaN))
      return {
        ...{ B, eta, count: read.length, lambda: 2 / eta - gap.mean, gap: gap.mean, error: gap.error },
        loss: of(i => loss[i] ?? Number.NaN).mean,
        noise: strength * of(i => noise[i] ?? Number.NaN).mean,
        g: of(i => (noise[i] ?? Number.NaN) / (2 * (loss[i] ?? Number.NaN) * (curvature[i] ?? Number.NaN))).mean,
      }
    })
    .toSorted((a, b) => a.B - b.B)
}

/** The power laws of the gap over B and over σ_u², by least squares on the logarithms; null for fewer than three sizes below the edge. */
export function laws(sizes: readonly Size[]): { readonly overB: Line; readonly overNoise: Line } | null {
  const below = sizes.filter(({ gap, noise }) => gap > 0 && noise > 0)
  const power = (x: (s: Size) => number) =>
    fitLine(
      below.map(s => Math.log(x(s))),
      below.map(s => Math.log(s.gap)),
    )
  const [overB, overNoise] = [power(({ B }) => B), power(({ noise }) => noise)]
  return below.length > 2 && overB && overNoise ? { overB, overNoise } : null
}

/** Name and colour of the arm whose batch size was swept. */
export function sweptArm(view: View): { readonly label: string; readonly color: number } {
  const id = view.traces.studies.get('gap')?.tasks[0]?.scenario.arms[0]?.id ?? ''
  const index = view.scenario.arms.findIndex(arm => arm.id === id)
  return { label: index < 0 ? 'SGD' : armName(id), color: armColors(view.scenario.arms)[index] ?? 0 }
}
