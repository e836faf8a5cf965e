import { expect, it } from 'vitest'
import { Standing } from './standing'

it('does what it is asked between two steps, in order, and what is asked meanwhile', async () => {
  let woken = 0
  const standing = new Standing(() => woken++)
  const done: string[] = []
  const first = standing.when(async () => {
    done.push('first')
    void standing.when(async () => done.push('third'))
    return 1
  })
  const second = standing.when(async () => {
    done.push('second')
    throw new Error('not to be had')
  })
  const refused = expect(second).rejects.toThrow('not to be had')
  expect([done, woken, standing.wanted]).toEqual([[], 2, true])
  await standing.reached()
  expect(standing.wanted).toBe(false)
  expect(await first).toBe(1)
  await refused
  expect(done).toEqual(['first', 'second', 'third'])
})

it('what is asked of a run that ends, or has ended, is cancelled', async () => {
  const standing = new Standing(() => {})
  const before = standing.when(async () => 1)
  standing.end()
  await expect(before).rejects.toMatchObject({ name: 'Cancelled' })
  await expect(standing.when(async () => 1)).rejects.toMatchObject({ name: 'Cancelled' })
})
