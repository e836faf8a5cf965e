import { formatValue } from '../../../charts'
import { subscript } from '../../../lib/digits'
import { armName, isPlain } from '../../../scenario'
import { list, percent } from '../reading/numbers'
import type { Explanation } from '../reading/readout'
import { texNumber } from '../reading/texNumber'
import { effectiveBatch, scalarOf, type View } from '../reading/view'
import { planeOf } from './planeWords'

/** Contours, or with `solid` a surface; and what is drawn over it, in words. */
interface Picture {
  readonly solid?: boolean
  readonly overlay?: string | undefined
}

/** What the landscape shows, its ellipses enlarged as said. */
export function explainLandscape(
  view: View,
  magnification: number | undefined,
  { solid = false, overlay = '' }: Picture = {},
): Explanation {
  const arm = view.selected
  const core = view.scenario.view.asinh
  // Without replacement a minibatch has less noise.
  const finite = arm && arm.settings.sampling !== 'with-replacement' ? '\\cdot\\frac{n-B}{n-1}' : ''
  const factor = arm ? scalarOf(view, arm, 'lr') ** 2 / effectiveBatch(view, arm) : Number.NaN
  return {
    text: [
      `${planeInWords(view)} ${solid ? 'The height of the surface and its isolines are' : 'The contours are'} the exact loss on this plane; the arms move through all dimensions, and their paths are projected onto it.`,
      'The solid ellipse is one step’s noise, the dashed one what Σ = 2L·G would give, both on the same scale ' +
        `(${magnification === undefined || magnification === 1 ? 'true size' : `enlarged ×${formatValue(magnification, 2)}`}): where they coincide, noise has the shape of the curvature. ` +
        'GD has no noise and no ellipse. ' +
        (arm && !isPlain(arm)
          ? `${arm.label} does not step along its gradients: its ellipse is the noise of the raw minibatch gradients times η, not of its step. `
          : '') +
        'A cross marks the planted minimum θ*, a diamond the place that training had reached when a larger η, a smaller B or a noise began to drive an arm away. ' +
        (solid
          ? 'A stem leads from an arm that lies off the plane, at the height of its own loss, to the surface. Drag to turn the surface, the wheel or a pinch enlarges it, the arrow keys turn it too, Home or a double click show the whole of it again.'
          : 'The band along a path is as wide as the path is off the plane; hatched, it is wider than drawn. Drag to move, turn the wheel or pinch to zoom, double-click for the whole picture.'),
      ...(core > 0
        ? [
            `The axes show asinh(x/c) of a coordinate x with c = ${formatValue(core, 2)}: even within about ±c, logarithmic beyond on both sides of zero. Ticks are in true units; an ellipse is the true one, bent as everything is.`,
          ]
        : []),
      ...(overlay ? [overlay] : []),
    ],
    formulas: [
      {
        tex: `\\operatorname{Cov}(\\eta\\,\\xi)=\\frac{\\eta^2}{B}${finite}\\,\\Sigma,\\qquad\\frac{\\eta^2}{B}${finite}=${texNumber(factor)}`,
        says: arm ? `${arm.label}, drawn ${finite ? 'without' : 'with'} replacement` : '',
      },
      {
        tex: `\\Sigma=\\frac1n\\sum_i r_i^2J_iJ_i^{\\top}-\\nabla L\\,\\nabla L^{\\top},\\qquad G=\\frac1nJ^{\\top}J`,
      },
    ],
  }
}

/** What the plane says of itself: its directions, where it lies, what was made up. */
function planeInWords(view: View): string {
  if (!view.traces.plane) return 'The plane is being laid.'
  const { kind, axes, anchor, step, shares, compared } = planeOf(view)
  const place = { minimum: 'the minimum θ*', start: 'the start θ₀', origin: 'the origin', arm: `the first arm at step ${step}` }[anchor]
  const direction = (which: 0 | 1) => {
    const { of, index } = axes[which]
    switch (of) {
      case 'eigenvector':
        return `the eigenvector v${subscript(index)} of G`
      case 'parameter':
        return `parameter ${index}`
      case 'arm':
        return armName(view.scenario.arms[index]?.id ?? '')
      case 'step':
        return `step ${index}`
      case 'gradient':
        return index === 1 ? 'the gradient' : 'G times the gradient'
      case 'component':
        return `principal component ${index}`
      case 'random':
        return `random direction ${index}`
      default:
        return 'nothing'
    }
  }
  const [first, second] = [direction(0), direction(1)]
  const madeUp = axes.filter(({ of }) => !OWN[kind].includes(of))
  const short =
    madeUp.length > 0
      ? ` There are fewer than two directions of its own: ${list(axes.flatMap((axis, at) => (madeUp.includes(axis) ? [direction(at === 0 ? 0 : 1)] : [])))} completes it.`
      : ''
  switch (kind) {
    case 'eigen':
    case 'parameters':
      return `A plane through parameter space, spanned by ${first} and ${second} at ${place}.`
    case 'arms':
    case 'steps':
      return `A plane through ${kind === 'arms' ? `the arms’ points at step ${step}` : 'three points of the first arm'}: along its first axis ${first}, across it ${second}; its origin is the foot of the start θ₀. On it the contours at the points are their loss.${short}`
    case 'path':
      return `The plane of the two principal components of the path up to step ${step}, through ${armName(view.scenario.arms[0]?.id ?? '')}. They explain ${list((shares ?? []).map(s => percent(s)))} of the variance of ${compared ?? 0} recorded points.${short}`
    case 'random':
      return `The plane of two random directions at ${place}: normal deviates, filter by filter as long as the weights are (Li et al. 2018), the second across the first.${short}`
  }
}

/** The directions that belong to a plane; others make it up. */
const OWN: Record<ReturnType<typeof planeOf>['kind'], readonly string[]> = {
  eigen: ['eigenvector'],
  parameters: ['parameter'],
  arms: ['arm'],
  steps: ['step'],
  path: ['component'],
  random: ['random'],
}
