import { expect, it } from 'vitest'
import { decodeLink } from '../../../scenario'
import type { View } from '../reading/view'
import { viewOfRows } from '../testing/view.fixture'
import { EIGENVALUES } from './spec'

function viewOf(spectrum: readonly number[], k = 2): View {
  const view = viewOfRows(decodeLink('s=linear-isotropic&arms=sgd'), [[{ step: 4, loss: 1 }]], k)
  view.traces.measured = [Float64Array.from(spectrum)]
  return view
}

it('says how many of the eigenvalues have half of Tr G, and whether they are all', () => {
  expect(EIGENVALUES.sentence(viewOf([4, 3, 2, 1]))).toBe('λ₁ of G is 4; the first 2 of the 4 that are not zero make up half of their sum.')
  expect(EIGENVALUES.sentence(viewOf([9, 1]))).toBe('λ₁ of G is 9; the first of the 2 shown make up half of their sum.')
  expect(EIGENVALUES.sentence(viewOf([]))).toBe('G has no eigenvalue above rounding.')
})

it('has every eigenvalue in its table and its readout', async () => {
  const view = viewOf([4, 3, 2])
  const { rows } = await EIGENVALUES.table(view)
  expect(rows.map(row => row.slice(0, 3))).toEqual([
    [4, 1, 4],
    [4, 2, 3],
    [4, 3, 2],
  ])
  expect(EIGENVALUES.readout(view, 3, undefined)).toMatchObject({ title: 'direction 3', rows: [{ label: 'λ₃(G)', value: '2' }] })
})
