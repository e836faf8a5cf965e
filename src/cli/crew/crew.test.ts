import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { decodeLink } from '../../scenario'
import { createBackend } from '../../sim/backends/create'
import { createSimulation } from '../../sim/simulation'
import { drive } from '../drive'
import { startThread } from '../study/start'
import { openCrew } from './crew'

const ENTRY = new URL('../main.ts', import.meta.url).href

/** The threads of a crew, which die at once where `dying` of them are to. */
function crewOf(threads: number, dying = 0) {
  const made: Worker[] = []
  const spawn = (told: unknown) => {
    made.push(made.length < dying ? new Worker('throw new Error("it broke")', { eval: true }) : startThread(ENTRY, told))
    return made.at(-1) as Worker
  }
  return { crew: { ...openCrew(spawn, threads), worth: 0 }, made }
}

const LINK = 's=two-layer&arms=sgd&n=90&d=4&m=46000&k=5&eta=0.0001&steps=9'

async function rowOf(precision: string, crew: ReturnType<typeof crewOf>['crew'] | null): Promise<Float64Array> {
  const backend = await createBackend('wasm')
  const sim = await createSimulation(decodeLink(`${LINK}&precision=${precision}`), backend, undefined, { crew, planeLater: true })
  await sim.advance(1)
  const [{ row }] = await sim.measure()
  sim.dispose()
  backend.dispose()
  return row
}

describe('a crew of threads', () => {
  it.each(['f64', 'f32'])('gives the very row of one thread: %s', async precision => {
    const alone = await rowOf(precision, null)
    for (const threads of [1, 2, 4]) {
      const { crew, made } = crewOf(threads)
      expect(await rowOf(precision, crew)).toEqual(alone)
      expect(made.length).toBe(threads)
      crew.cancel()
    }
  })

  it('does without a thread that died', async () => {
    const { crew, made } = crewOf(2, 1)
    expect(await rowOf('f64', crew)).toEqual(await rowOf('f64', null))
    expect(made.length).toBe(3)
    crew.cancel()
  })

  it('gives a measurement up where the run is interrupted', async () => {
    const { crew } = crewOf(2)
    const interrupt = new AbortController()
    const backend = await createBackend('wasm')
    const sim = await createSimulation(decodeLink(LINK), backend, undefined, { crew, planeLater: true })
    interrupt.signal.addEventListener('abort', crew.cancel)
    const course = { every: 1, interrupt: interrupt.signal, record: () => {}, step: () => {}, measuring: () => interrupt.abort() }
    expect((await drive(sim, course)).latest).toEqual([])
    expect(sim.step).toBe(0)
    sim.dispose()
    backend.dispose()
  })
})
