import type { LabelledSet, TrainAndTest } from './labelled'

/** Targets with mean 0 and variance 1 over the training set, output by output; one that is constant becomes zero. Undone by `scales`. */
export function standardizedTargets(made: TrainAndTest): TrainAndTest {
  const { train, test } = made
  const { n, outputs, Y } = train
  const offset = new Float64Array(outputs)
  const scale = new Float64Array(outputs)
  for (let c = 0; c < outputs; c++) {
    for (let i = 0; i < n; i++) offset[c] += Y[i * outputs + c] / n
    let variance = 0
    for (let i = 0; i < n; i++) variance += (Y[i * outputs + c] - offset[c]) ** 2 / n
    // What is left of a constant is the rounding of its mean.
    const constant = variance <= (n * Number.EPSILON * Math.abs(offset[c])) ** 2
    scale[c] = constant ? 1 : Math.sqrt(variance)
  }
  const scaled = (set: LabelledSet): LabelledSet => ({ ...set, Y: set.Y.map((v, at) => (v - offset[at % outputs]) / scale[at % outputs]) })
  return { ...made, train: scaled(train), test: test && scaled(test), scales: { offset, scale } }
}
