import { expect, it } from 'vitest'
import { collect } from './collect'

it('has what nobody reads any more taken away, and keeps what is read', async () => {
  const kept = new Float64Array(8).fill(1)
  let gone = false
  const registry = new FinalizationRegistry(() => {
    gone = true
  })
  registry.register(new Float64Array(8), 0)
  while (!gone) {
    collect()
    await new Promise(resolve => setTimeout(resolve))
  }
  expect([...kept]).toEqual(new Array(8).fill(1))
})
