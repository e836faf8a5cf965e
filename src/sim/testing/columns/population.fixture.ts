import type { Checked } from '../../../scenario'
import type { ModelSpec } from '../../backends/types'
import { predict, sampleGradient } from '../dense.fixture'
import { form, frob, inner, multiply, rowsOf, trace, zeros } from '../linalg.fixture'
import { addOuter, denseAt, eigen, outputsOf, residualsOf } from './dense.fixture'
import type { Here } from './recording.fixture'
import { ABSENT, near, type Wanted } from './wanted.fixture'

/** Nodes and weights that give the moments of N(0, 1) exactly up to the fifth. */
const NODES = [
  [-Math.sqrt(3), 1 / 6],
  [0, 2 / 3],
  [Math.sqrt(3), 1 / 6],
] as const

function grid(dimensions: number): { z: number[]; weight: number }[] {
  if (dimensions === 0) return [{ z: [], weight: 1 }]
  return grid(dimensions - 1).flatMap(({ z, weight }) => NODES.map(([node, w]) => ({ z: [...z, node], weight: weight * w })))
}

/** μ and g of the population: Σ = E[r²JJᵀ] − ∇L∇Lᵀ is a moment of fourth degree of the inputs and the label noise. */
export function fromQuadrature({ sim, theta, population }: Here): Checked<'quadrature', Wanted> {
  if (!population) return { mu_gaussian: ABSENT, g_gaussian: [] }
  const { spectrum, teacher, labelNoise, d } = sim.data
  const model = sim.model as ModelSpec
  const p = theta.length
  const [G, S] = [zeros(p, p), zeros(p, p)]
  let gradient = new Array<number>(p).fill(0)
  let twoL = 0
  for (const { z, weight } of grid(d + 1)) {
    const x = z.slice(0, d).map((v, j) => v * Math.sqrt(spectrum[j]))
    const r = predict(model, theta, x) - inner(teacher, x) - labelNoise * z[d]
    const J = sampleGradient(model, theta, x)
    addOuter(G, J, J, weight)
    addOuter(S, J, J, weight * r * r)
    gradient = gradient.map((v, j) => v + weight * r * J[j])
    twoL += weight * r * r
  }
  if (sim.scenario.measure.sigma === 'centred') addOuter(S, gradient, gradient, -1)
  const { values, vectors } = eigen(denseAt(sim, theta).G)
  const shown = Math.min(sim.columns.k, values.filter(v => v > 1e-9 * values[0]).length)
  return {
    mu_gaussian: near(trace(multiply(S, G)) / (twoL * frob(G) * frob(G))),
    g_gaussian: vectors.slice(0, shown).map(v => near(form(S, v) / (twoL * form(G, v)), 1)),
  }
}

/** Mean loss, and wrong signs or wrong largest outputs counted, over the test set. */
export function fromTestSamples({ sim, theta }: Here): Checked<'test samples', Wanted> {
  const { test, outputs: C } = sim.data
  // Models with two parameters are their own landscape: nothing is held out.
  if (!test || sim.model.kind === 'planar') return { test_loss: ABSENT, test_error: ABSENT, accuracy: [] }
  const f = rowsOf(outputsOf(sim, theta, test), test.n, C)
  const y = rowsOf(test.y, test.n, C)
  const classes = sim.scenario.data.source !== 'gaussian'
  const place = (row: readonly number[]) => row.indexOf(Math.max(...row))
  const wrong = f.filter((row, i) => (C === 1 ? !(row[0] * y[i][0] > 0) : place(row) !== place(y[i]))).length
  const right = f.map((row, i) => place(row) === place(y[i]))
  return {
    test_loss: near(residualsOf(sim, theta, test).L),
    test_error: classes ? near(wrong / test.n) : ABSENT,
    accuracy: byHops(sim, test, right),
  }
}

/** Means over the test questions of as many hops as the channel says that is not zero at the last place. */
function byHops({ scenario: { data } }: Here['sim'], { n, X }: { n: number; X: Float64Array }, right: readonly boolean[]): Wanted[] {
  if (data.source !== 'hops') return []
  const places = 2 * data.pairs + 2
  const inputs = rowsOf(X, n, X.length / n)
  return Array.from({ length: data.hops }, (_, h) => {
    const asked = right.filter((_r, i) => inputs[i][(data.symbols + h) * places + places - 1] !== 0)
    return near(asked.filter(Boolean).length / asked.length)
  })
}
