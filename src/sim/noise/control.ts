/** What noise an arm adds at a step: its trace and its shape, from the arm's settings. */

import { type Arm, batchSize, learningRate } from '../../scenario'
import { type Local, traceSigma } from './local'
import { diagonalSigma, gaussianSigma, gShaped, isotropic, labelNoise, type Shape, topG, topSigma } from './shapes'

/** Tr Cov ξ of an arm's control at a step: Tr Σ/B (without replacement times (n−B)/(n−1)) as its minibatches would have it, or what the arm fixes for the weights. */
export function traceOf(arm: Arm, step: number, local: Local): number {
  if (arm.trace > 0) {
    const eta = learningRate(arm, step)
    return arm.trace / (eta * eta)
  }
  return traceSigma(local) * sigmaShare(arm, step, local.n)
}

/** What minibatches of an arm make of Σ: 1/B, without replacement times (n−B)/(n−1). */
export function sigmaShare(arm: Arm, step: number, n: number): number {
  const B = batchSize(arm, step, n)
  return (arm.sampling === 'with-replacement' ? 1 : (n - B) / Math.max(1, n - 1)) / B
}

/** The shape of an arm's control at one θ; null where there is no noise. */
export function shapeOf(arm: Arm, step: number, local: Local): Shape | null {
  switch (arm.noise) {
    case 'minibatch':
    case 'none':
      return null
    case 'isotropic':
      return isotropic(local)
    case 'diagonal':
      return diagonalSigma(local)
    case 'gaussian':
      return gaussianSigma(local)
    case 'top-k':
      return topSigma(local, arm.rank)
    case 'g-shaped':
      return gShaped(local)
    case 'top-eigenvector':
      return topG(local)
    case 'label':
      return labelNoise(local, batchSize(arm, step, local.n))
  }
}
