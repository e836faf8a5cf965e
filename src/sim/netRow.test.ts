import { expect, it } from 'vitest'
import { columnsFor } from '../scenario'
import { readErrors } from './netRow'

it('errors of estimates take in rounding where it is bounded, and stand by themselves where it is not', () => {
  const columns = columnsFor({ k: 2 })
  const { at } = columns
  const errors = { mu: 3, alpha: 5, beta: 0.5, traceSigma: 1, traceG: 1, frobG: 1 }
  const row = new Float64Array(columns.width).fill(Number.NaN)
  row[at.mu_rounding] = 4
  row[at.beta_rounding] = Number.POSITIVE_INFINITY
  readErrors(row, columns, errors)
  expect([row[at.mu_se], row[at.alpha_se], row[at.beta_se]]).toEqual([5, 5, 0.5])
})
