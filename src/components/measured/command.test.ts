import { expect, it } from 'vitest'
import { decodeLink } from '../../scenario'
import { commandOf } from './command'

it('writes every setting that rows depend on, and names of files as a shell reads them', () => {
  const scenario = decodeLink('s=linear-isotropic&arms=sgd&k=7&batches=5&eta=0.3&B=4&seed=2')
  const set = '--set k=7 --set sigma=centred --set batches=5 --set edge=off --set seed=2 --set sampling=with-replacement'
  expect(commandOf(['a.npz', "it's 2.npz"], scenario, { eta: false, B: false })).toBe(
    `noisescope run --measurements a.npz --measurements 'it'\\''s 2.npz' ${set} --out out`,
  )
  expect(commandOf(['a.npz'], scenario, { eta: true, B: true })).toContain('--set eta=0.3 --set B=4 --out out')
})
