import type { Precision } from '../../src/sim/backends/types'
import { crewOf } from '../../src/workers/measuring/crew'
import { type Story, story } from './crew.story'

export interface Ask {
  readonly name: Story
  readonly precision: Precision
  /** 0 for none. */
  readonly workers: number
  /** How many of the workers that are made die at once. */
  readonly broken: number
}

addEventListener('message', async ({ data: { name, precision, workers, broken } }: MessageEvent<Ask>) => {
  let made = 0
  const dying = () => new Worker(URL.createObjectURL(new Blob(['throw new Error("it broke")'])))
  const hand = () => new Worker(new URL('../../src/workers/measuring/hand.worker.ts', import.meta.url), { type: 'module' })
  const alone = () => Promise.reject(new Error('nobody is left'))
  const crew = workers > 0 ? { ...crewOf(() => (made++ < broken ? dying() : hand()), workers, alone), worth: 0 } : null
  try {
    postMessage(`${await story(name, precision, crew)} by ${made}`)
  } catch (error) {
    postMessage({ error: String(error) })
  }
  crew?.cancel()
})
