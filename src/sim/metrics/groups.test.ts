import { expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { columnsFor, type Vector } from '../../scenario'
import { rowOf } from '../row'
import { scenarioOf } from '../testing/scenario.fixture'
import { groupMeans, groupsOf } from './groups'
import { noiseFromGram } from './noise'

it('eigenvalues within rounding of each other make a group, and means over it replace its values', () => {
  const groups = groupsOf([5, 2, 2 - 1e-10, 2 - 2e-10, 1.9, 1.9 - 1e-3])
  expect([...groups.size]).toEqual([1, 3, 3, 3, 1, 1])
  expect([...groupMeans(Float64Array.of(9, 1, 2, 6, 4, 5), groups)]).toEqual([9, 3, 3, 3, 4, 5])
})

it('g and the energies do not depend on the basis of a space of equal eigenvalues, and are its trace and norm', () => {
  const n = 4
  // K = 4·diag(3, 2, 2, 1) in an orthonormal basis; u_2, u_3 may be turned by any angle.
  const r = normals(new Float64Array(n), 1, STREAM.init)
  const values = [3, 2, 2, 1]
  const K = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? n * values[at % n] : 0))
  const [{ arms }, columns] = [scenarioOf({}), columnsFor({ k: 4 })]
  const read = (angle: number) => {
    const U = [
      [1, 0, 0, 0],
      [0, Math.cos(angle), Math.sin(angle), 0],
      [0, -Math.sin(angle), Math.cos(angle), 0],
      [0, 0, 0, 1],
    ]
    const images = Float64Array.from(U.flatMap((u, k) => u.map(v => Math.sqrt(n * values[k]) * v)))
    const measured = {
      moments: noiseFromGram(K, n, r),
      traceG: 8,
      frobG2: 18,
      lambda: Float64Array.from(values),
      images,
      r,
      plane: [r, r],
      point: [0, 0],
    } as const
    const row = rowOf(columns, measured, { arm: arms[0], step: 0, p: 4, centred: false })
    return (name: Vector) => [...row.subarray(columns.first[name], columns.first[name] + 4)]
  }
  const [one, other] = [read(0), read(0.7)]
  expect(one('multiplicity')).toEqual([1, 2, 2, 1])
  const twoL = r.reduce((s, v) => s + v * v, 0) / n
  // Of sample i alone in direction i: Σ₁ = diag(r_i² λ_i).
  const g = [...r].map(v => (v * v) / twoL)
  const mean = (values: readonly number[]) => [values[0], (values[1] + values[2]) / 2, (values[1] + values[2]) / 2, values[3]]
  for (const [k, v] of mean(g).entries()) for (const row of [one, other]) expect(row('g')[k]).toBeCloseTo(v, 12)
  for (const [k, v] of mean([...r].map(v => (v * v) / n)).entries())
    for (const row of [one, other]) expect(row('energy')[k]).toBeCloseTo(v, 12)
})
