/**
 * Computations that read numbers from a machine, written once for the processor and for devices that must be waited for.
 * Think of a program as a function that pauses wherever it asks its machine something:
 *
 *     const forward = program(function* (net: Net, theta: Vector, inputs: Block): Program<Float64Array> {
 *       return yield* read(net.machine, runOutputs(net, theta, inputs))
 *     })
 *     forward(net, theta, inputs)                      // at once, on a host machine
 *     await later(forward.steps(net, theta, inputs))   // on any machine
 *     yield* forward.steps(net, theta, inputs)         // within another program
 */

import { Fault } from '../../../lib/fault'
import { type DeviceMachine, type Fiber, type Held, isHost, type Machine } from './machine'

interface Reading {
  readonly kind: 'read'
  readonly machine: Machine
  readonly held: Held
}

interface Scope {
  readonly kind: 'scope'
  readonly machine: Machine
  readonly body: () => Program<unknown>
}

/** What a program pauses for. */
export type Question = Reading | Scope

/** A computation of a T under way. */
export type Program<T> = Generator<Question, T, unknown>

/** All numbers of a handle, row by row. */
export function* read(machine: Machine, held: Held): Program<Float64Array> {
  return (yield { kind: 'read', machine, held }) as Float64Array
}

/** Runs the body and frees all that was made in it, except what it returns: `Machine.scope` for programs. */
export function* scoped<T>(machine: Machine, body: () => Program<T>): Program<T> {
  return (yield { kind: 'scope', machine, body }) as T
}

/** A program as a function that runs it at once, with its steps for other programs and for devices. */
export function program<A extends readonly unknown[], T>(
  steps: (...args: A) => Program<T>,
): ((...args: A) => T) & { readonly steps: typeof steps } {
  return Object.assign((...args: A) => atOnce(steps(...args)), { steps })
}

/** Runs a program whose machines are all on the processor. */
export function atOnce<T>(steps: Program<T>): T {
  for (let step = steps.next(); ; step = steps.next(answer(step.value))) if (step.done) return step.value
}

function answer(question: Question): unknown {
  const { machine } = question
  if (!isHost(machine)) throw new Fault('A device must be waited for', 'run this program later(), not at once')
  return question.kind === 'read' ? machine.values(question.held) : machine.scope(() => atOnce(question.body()))
}

/** Runs a program, and waits where a machine must be waited for. Others may use the machine meanwhile. */
export async function later<T>(steps: Program<T>): Promise<T> {
  return resumed(steps, new Map())
}

/** The scopes that a program has open on each device. */
type Fibers = Map<DeviceMachine, Fiber>

async function resumed<T>(steps: Program<T>, fibers: Fibers): Promise<T> {
  const within = <R>(body: () => R): R => inScopes(fibers, body)
  let step = within(() => steps.next())
  while (!step.done) {
    const question = step.value
    try {
      const found =
        isHost(question.machine) && question.kind === 'read' ? question.machine.values(question.held) : await waited(question, fibers)
      step = within(() => steps.next(found))
    } catch (error) {
      step = within(() => steps.throw(error))
    }
  }
  return step.value
}

/** Runs something at once with the scopes of a program open on every device. */
function inScopes<R>(fibers: Fibers, body: () => R): R {
  return [...fibers.values()].reduce<() => R>((inner, fiber) => () => fiber.run(inner), body)()
}

async function waited(question: Question, fibers: Fibers): Promise<unknown> {
  const { machine } = question
  if (question.kind === 'read') return machine.read(question.held)
  if (isHost(machine)) return machine.scope(() => atOnce(question.body()))
  const device = machine as DeviceMachine
  const fiber = fibers.get(device) ?? device.fiber()
  fibers.set(device, fiber)
  fiber.open()
  let result: unknown
  try {
    // What a body makes before its program begins belongs to the scope as well.
    result = await resumed(
      inScopes(fibers, () => question.body()),
      fibers,
    )
    return result
  } finally {
    fiber.close(result)
  }
}
