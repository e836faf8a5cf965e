import { type Arm, batchSize, isPlain, type Scenario, SMALLEST_ETA, usesBatches } from '../scenario'

/** What the first row of an arm says of its start: λ₁, Tr G, ‖G‖_F and μ. */
export interface Start {
  readonly lambda: number
  readonly trace: number
  readonly frob: number
  readonly mu: number
}

/** A learning rate beyond which a run leaves its start, and the condition that says so. */
export interface Limit {
  readonly eta: number
  readonly formula: string
}

const NONE: Limit = { eta: Number.POSITIVE_INFINITY, formula: '' }

/** NaN where steps do not grow with the gradient. */
const momentumOf = (arm: Arm) => (arm.kind === 'nesterov' || isPlain(arm) ? arm.momentum : Number.NaN)

/** The limit of the sharpest direction, without noise. */
function sharpest(arm: Arm, { lambda }: Start): Limit {
  const m = momentumOf(arm)
  const lookahead = arm.kind === 'nesterov' ? 1 + 2 * m : 1
  return { eta: (2 * (1 + m)) / lookahead / lambda, formula: m > 0 ? '2(1 + m)/λ₁' : '2/λ₁' }
}

/**
 * The largest stable η of an arm at its start (THEORY.md §5 and §6): 2(1+m)/λ₁ for heavy-ball momentum m, with Nesterov's over 1+2m; with noise
 * of minibatches also √(B/μ)/‖G‖_F, and 2/((1+1/B)λ₁ + Tr(G)/B), which is the edge in mean square of isotropic Gaussian features. Momentum adds up
 * noise over 1/(1−m) steps. None where steps do not grow with the gradient.
 */
export function limitOf(arm: Arm, n: number, start: Start): Limit {
  const { lambda, trace, frob, mu } = start
  const m = momentumOf(arm)
  const limits: Limit[] = [sharpest(arm, start)]
  if (usesBatches(arm)) {
    const B = batchSize(arm, 0, n)
    limits.push(
      { eta: ((1 - m) * Math.sqrt(B / Math.max(1, mu || 1))) / frob, formula: '√(B/μ)/‖G‖_F' },
      { eta: ((1 - m) * 2) / ((1 + 1 / B) * lambda + trace / B), formula: 'the edge in mean square' },
    )
  }
  return limits.filter(({ eta }) => eta > 0).reduce((least, limit) => (limit.eta < least.eta ? limit : least), NONE)
}

/** The largest η that an arm's schedule comes to. */
const peakOf = ({ eta, schedule, curve }: Arm) => (schedule === 'drawn' ? eta * Math.max(...curve.filter((_, i) => i % 2 === 1)) : eta)

/** What was changed, and why. */
export interface Lowered {
  readonly arms: readonly Arm[]
  readonly changes: readonly { readonly from: number; readonly to: number; readonly limit: Limit }[]
}

/** Noise alone may bring the limit down to this share of that of the sharpest direction: below it η would leave the run standing. */
const NOISE_SHARE = 0.05

/** The smallest doubling of an arm's B, at most n, whose noise leaves η its share. */
function quietB(arm: Arm, n: number, start: Start): number {
  const enough = NOISE_SHARE * sharpest(arm, start).eta
  let { B } = arm
  while (B < n && limitOf({ ...arm, B }, n, start).eta < enough) B = Math.min(n, 2 * B)
  return B
}

/** Arms beyond their limits for their noise above all take a larger B; arms that had the same B keep the same. */
function quieted(arms: readonly Arm[], n: number, starts: readonly (Start | null)[]): readonly Arm[] {
  const wanted = new Map<number, number>()
  arms.forEach((arm, i) => {
    const start = starts[i]
    if (!start || !usesBatches(arm) || limitOf(arm, n, start).eta > peakOf(arm)) return
    wanted.set(arm.B, Math.max(wanted.get(arm.B) ?? 0, quietB(arm, n, start)))
  })
  return arms.map(arm => (usesBatches(arm) ? { ...arm, B: wanted.get(arm.B) ?? arm.B } : arm))
}

/**
 * Arms whose η lies beyond its limit take about half of what is stable, and a larger B where noise would leave little of it; arms
 * that had the same η or B keep the same. Null where none lies beyond.
 */
export function lowered({ arms: given, data }: Scenario, starts: readonly (Start | null)[]): Lowered | null {
  const arms = quieted(given, data.n, starts)
  const limits = arms.map((arm, i) => {
    const start = starts[i]
    return start ? limitOf(arm, data.n, start) : NONE
  })
  const share = (arm: Arm, i: number) => (limits[i] ?? NONE).eta / peakOf(arm)
  const changes = [...new Set(arms.filter((arm, i) => share(arm, i) <= 1).map(arm => arm.eta))].map(from => {
    const [least, limit] = arms
      .map((arm, i) => [arm.eta === from ? share(arm, i) : Number.POSITIVE_INFINITY, limits[i] ?? NONE] as const)
      .reduce((a, b) => (b[0] < a[0] ? b : a))
    return { from, to: Math.max(SMALLEST_ETA, roundedDown((from * least) / 2)), limit }
  })
  if (changes.length === 0 && arms.every((arm, i) => arm.B === given[i]?.B)) return null
  return { arms: withRates(arms, changes), changes }
}

/** Arms with rates in place of others; steps of fixed size keep theirs. */
export function withRates(arms: readonly Arm[], changes: readonly { readonly from: number; readonly to: number }[]): Arm[] {
  return arms.map(arm => {
    const change = changes.find(({ from }) => arm.eta === from)
    return change && (isPlain(arm) || arm.kind === 'nesterov') ? { ...arm, eta: change.to } : arm
  })
}

/** The next of 1, 2, 5, 10, … times a power of ten that is not larger. */
export function roundedDown(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value))
  const digit = [5, 2, 1].find(d => d * decade <= value) ?? 1
  return Number((digit * decade).toPrecision(1))
}
