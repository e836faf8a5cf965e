import { describe, expect, it } from 'vitest'
import type { DeviceMachine, Held } from './machine'
import { PLAIN_MACHINE } from './plain'
import { atOnce, later, type Program, program, read, scoped } from './program'

/** A device that knows nothing but which handles live in which scope; what it is asked, it answers when told to. */
function device() {
  const answers: (() => void)[] = []
  const freed: string[] = []
  let scopes: string[][] = []
  const fiber = () => {
    const own: string[][] = []
    return {
      open: () => void own.push([]),
      close: () => void freed.push(...(own.pop() ?? [])),
      run<T>(body: () => T): T {
        const before = scopes
        scopes = own
        try {
          return body()
        } finally {
          scopes = before
        }
      },
    }
  }
  const reading = (held: Held & { readonly length?: number }) =>
    new Promise<Float64Array>((resolve, reject) =>
      answers.push(() => (held.length ? resolve(Float64Array.of(1)) : reject(new Error('lost')))),
    )
  const machine = { fiber, read: reading } as Partial<DeviceMachine> as DeviceMachine
  return { machine, freed, make: (name: string) => scopes.at(-1)?.push(name), answer: () => answers.shift()?.() }
}

const settle = () => new Promise(resolve => setTimeout(resolve))

describe('programs', () => {
  it('run at once on a host machine, and give the same when waited for', async () => {
    const twice = program(function* (values: Float64Array): Program<number> {
      const first = yield* read(PLAIN_MACHINE, PLAIN_MACHINE.block(values, 1))
      const second = yield* scoped(PLAIN_MACHINE, () => read(PLAIN_MACHINE, PLAIN_MACHINE.block(first, 1)))
      return second[0] + first[0]
    })
    expect(twice(Float64Array.of(3))).toBe(6)
    expect(await later(twice.steps(Float64Array.of(4)))).toBe(8)
  })

  it('keep their scopes apart where two wait for one device', async () => {
    const { machine, freed, make, answer } = device()
    const one = function* (name: string): Program<void> {
      yield* scoped(machine, function* () {
        make(`${name} before`)
        yield* read(machine, { length: 1 } as Held)
        make(`${name} after`)
      })
    }
    const done = [later(one('a')), later(one('b'))]
    answer()
    await settle()
    expect(freed).toEqual(['a before', 'a after'])
    answer()
    await Promise.all(done)
    expect(freed).toEqual(['a before', 'a after', 'b before', 'b after'])
  })

  it('free what a scope makes before its program begins', async () => {
    const { machine, freed, make, answer } = device()
    const vector = (name: string) => {
      make(name)
      return { length: 1 } as unknown as Held
    }
    const nested = function* (): Program<void> {
      yield* scoped(machine, () => read(machine, vector('outer')))
      yield* scoped(machine, () => scoped(machine, () => read(machine, vector('inner'))))
    }
    const done = later(nested())
    answer()
    await settle()
    expect(freed).toEqual(['outer'])
    answer()
    await done
    expect(freed).toEqual(['outer', 'inner'])
  })

  it('are told of what fails, close their scopes, and may go on', async () => {
    const { machine, freed, make, answer } = device()
    const careful = function* (): Program<string> {
      try {
        yield* scoped(machine, function* () {
          make('held')
          return yield* read(machine, { length: 0 } as Held)
        })
        return 'read'
      } catch (error) {
        return String(error)
      }
    }
    const said = later(careful())
    answer()
    expect(await said).toBe('Error: lost')
    expect(freed).toEqual(['held'])
  })

  it('do not run at once where a device must be waited for', () => {
    const { machine } = device()
    expect(() => atOnce(read(machine, { length: 1 } as Held))).toThrow(/must be waited for/)
  })
})
