import { describe, expect, it } from 'vitest'
import { elementAt } from '../../lib/values'
import type { Plane } from '../../sim/plane'
import { buffersOf, PlanesHeard, PlanesTold, type Told } from './planesTold'

const plane = (value: number): Plane => ({
  ...{ kind: 'eigen', i: 1, j: 2, step: 0, anchorKind: 'start' },
  axes: [
    { of: 'eigenvector', index: 1 },
    { of: 'eigenvector', index: 2 },
  ],
  anchor: Float64Array.of(value, 0),
  first: Float64Array.of(1, 0),
  second: Float64Array.of(0, 1),
})

/** Across the wire, which hands the vectors over. */
const sent = (told: Told) => structuredClone(told, { transfer: buffersOf(told) })

describe('planes told to a worker', () => {
  it('are sent once, whatever they are for, and known by their number', () => {
    const [told, heard, a] = [new PlanesTold(), new PlanesHeard(), plane(1)]
    const first = sent(told.tell('rows', a))
    expect(first.plane).toEqual(a)
    expect(told.isFor('rows', a)).toBe(true)
    const mine = heard.hear('rows', first)
    const again = told.tell('picture', a)
    expect(again).toEqual({ id: first.id })
    expect(heard.hear('picture', again)).toBe(mine)
    // What was handed over is a copy.
    expect(a.anchor).toHaveLength(2)
  })

  it('are forgotten by both at once, whatever the order of their uses: each is found, or sent again', () => {
    const all = [1, 2, 3, 4].map(plane)
    const [told, heard] = [new PlanesTold(), new PlanesHeard()]
    let [state, again] = [7, 0]
    for (let step = 0; step < 300; step++) {
      state = (state * 48271) % 2147483647
      const wanted = elementAt(all, state % 4)
      if (state % 7 === 0) {
        const id = told.seek()
        // Asked in between, before the answer is there.
        expect(heard.hear('picture', sent(told.tell('picture', wanted)))).toEqual(wanted)
        const found = plane(9)
        heard.found(id, found)
        told.found(id, found)
        all[step % 4] = found
      } else {
        const message = sent(told.tell(state % 2 ? 'rows' : 'picture', wanted))
        if (!message.plane) again++
        expect(heard.hear(state % 2 ? 'rows' : 'picture', message)).toEqual(wanted)
      }
    }
    expect(again).toBeGreaterThan(20)
  })

  it('share θ_0 with whoever holds it, and nothing else', () => {
    const [heard, theta0] = [new PlanesHeard(), Float64Array.of(1, 0)]
    expect(heard.hear('rows', { id: 0, plane: plane(1) }, theta0)?.anchor).toBe(theta0)
    expect(heard.hear('rows', { id: 1, plane: plane(2) }, theta0)?.anchor).toEqual(Float64Array.of(2, 0))
    expect(heard.hear('rows', { id: 7 }, theta0)).toBeUndefined()
  })

  it('are told anew to another worker', () => {
    const [told, a] = [new PlanesTold(), plane(1)]
    told.tell('rows', a)
    told.forget()
    expect(told.isFor('rows', a)).toBe(false)
    expect(told.tell('rows', a).plane).toEqual(a)
  })
})
