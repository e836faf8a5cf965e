import { expect, it } from 'vitest'
import { fetchJob } from './fetchJob'

const options = { workers: 1, onPart: () => {}, onProgress: () => {} }
const nobody = () => {
  throw new Error('a worker was started')
}

it('rejects with what to do where the code does not come', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module')
  const { done } = fetchJob(() => Promise.reject(cause), nobody, 'sweep', [], options)
  await expect(done).rejects.toMatchObject({
    message: 'The code of the studies could not be fetched; check the connection and reload the page',
    cause,
  })
})

it('settles when it is cancelled before its code has come, and starts no worker then', async () => {
  let arrive: (job: typeof import('./job')) => void = () => {}
  const job = new Promise<typeof import('./job')>(resolve => {
    arrive = resolve
  })
  const { done, cancel } = fetchJob(() => job, nobody, 'sweep', [], options)
  cancel()
  await done
  arrive(await import('./job'))
  await job
})
