import { engine as tfjs } from '@tensorflow/tfjs-core'
import { atRest, DEFAULTS, RULES, type Rule } from '../../src/lib/optimizers'
import { elementAt, numberAt } from '../../src/lib/values'
import { decodeLink, ruleOf } from '../../src/scenario'
import { PLAIN_MACHINE } from '../../src/sim/backends/machine/plain'
import { createReferenceBackend } from '../../src/sim/backends/reference'
import type { Backend } from '../../src/sim/backends/types'
import type { Dynamics } from '../../src/sim/dynamics'
import { checkNetworks } from '../../src/sim/networkTrial'
import { openDynamics } from '../../src/sim/openDynamics'
import { MACHINE_CASES } from './machine.cases'
import { lostRun } from './machine.lost'
import { lostReplicas, replicas } from './machine.replicas'
import { relative } from './tfjs.oracle'

const assets = { mnist: async () => new Uint8Array(await (await fetch('/data/mnist.bin')).arrayBuffer()) }

/** Steps and measurements of a network on a backend beside those in float64. */
async function compared(link: string, backend: Backend, steps: number) {
  const scenario = decodeLink(link)
  const arm = elementAt(scenario.arms, 0)
  const [found, wanted] = [await openDynamics(scenario, backend, assets), await openDynamics(scenario, createReferenceBackend(), assets)]
  const { n } = found.data
  const plan = {
    eta: new Float64Array(steps).fill(arm.eta),
    batch: Int32Array.from({ length: steps * 4 }, (_, i) => (i * 7919) % n),
    batchSize: 4,
    settings: arm,
  }
  for (const { engine } of [found, wanted]) {
    engine.addArm(atRest(found.theta0, ruleOf(arm)))
    if ((await engine.advance(0, plan)) !== steps) throw new Error('a stable run was meant')
  }
  const { theta } = await wanted.engine.readState(0)
  const trajectory = relative((await found.engine.readState(0)).theta, theta)
  const residuals = relative(await found.engine.residuals(0), await wanted.engine.residuals(0))
  const plane = await wanted.plane(scenario.view)
  const own = await found.plane(scenario.view)
  const { row } = await found.read(0, theta, arm, steps, plane)
  const { row: exact } = await wanted.read(0, theta, arm, steps, plane)
  const { at, first } = wanted.columns
  const scalar = (name: keyof typeof at) => Math.abs(numberAt(row, at[name]) / numberAt(exact, at[name]) - 1)
  // Of equal eigenvalues, and of those near the rounding of float32, what belongs to one direction is not determined.
  const lambda = (k: number) => numberAt(exact, first.lambda + k)
  const apart = (k: number) =>
    lambda(k) > 1e-4 * lambda(0) && [k - 1, k + 1].every(l => !(Math.abs(lambda(l) - lambda(k)) < 1e-2 * lambda(k)))
  const known = Array.from({ length: scenario.measure.k }, (_, k) => k).filter(apart)
  const group = (values: Float64Array, from: number) => known.map(k => numberAt(values, from + k))
  const leading = (values: Float64Array) => values.subarray(first.lambda_H, first.lambda_H + wanted.columns.hessian)
  const K = relative(await found.gram(theta), await wanted.gram(theta))
  const grid = async (dynamics: Dynamics) => (await dynamics.landscape(plane, { domain: [-1, 1, -1, 1], nx: 5, ny: 5 }, () => {})).grid
  const errors = {
    ...{ trajectory, residuals, K, mu: scalar('mu'), loss: scalar('loss'), traceG: scalar('trace_G'), frobG: scalar('frob_G') },
    g: relative(group(row, first.g), group(exact, first.g)),
    lambda: relative(group(row, first.lambda), group(exact, first.lambda)),
    directions: known.length,
    ...(wanted.columns.hessian ? { lambdaH: relative(leading(row), leading(exact)), traceH: scalar('trace_H') } : {}),
    plane: relative(own.anchor, plane.anchor),
    landscape: relative(await grid(found), await grid(wanted)),
  }
  const usage = found.engine.usage()
  found.engine.dispose()
  wanted.engine.dispose()
  return { errors, usage, after: found.engine.usage() }
}

/** Steps of a small network in rounds: what is held after each. */
async function held(link: string, rounds: number, steps: number, backend: Backend) {
  const dynamics = await openDynamics(decodeLink(link), backend, assets)
  const { engine, data, theta0 } = dynamics
  engine.addArm(atRest(theta0, 'adam'))
  const tensors: number[] = []
  for (let round = 0; round < rounds; round++) {
    const batch = Int32Array.from({ length: steps * 4 }, (_, i) => (i * 7919 + round) % data.n)
    const eta = Float64Array.from({ length: steps }, (_, t) => 1e-3 / (1 + round + t / steps))
    await engine.advance(0, { eta, batch, batchSize: 4, settings: DEFAULTS })
    tensors.push(tfjs().state.numTensors)
  }
  engine.dispose()
  return { tensors, after: engine.usage() }
}

/** Steps of every rule, with momentum and without: relative errors of θ and of what is kept. */
async function rules(link: string, backend: Backend, steps: number, momenta: readonly number[], of: readonly Rule[]) {
  const scenario = decodeLink(link)
  const [found, wanted] = [await openDynamics(scenario, backend, assets), await openDynamics(scenario, createReferenceBackend(), assets)]
  const batchSize = 4
  const batch = Int32Array.from({ length: steps * batchSize }, (_, i) => (i * 7919) % found.data.n)
  const errors: Record<string, number> = {}
  for (const rule of of)
    for (const momentum of momenta) {
      const plan = { eta: new Float64Array(steps).fill(0.003), batch, batchSize, settings: { ...DEFAULTS, momentum } }
      const states = []
      for (const { engine } of [found, wanted]) {
        const arm = engine.addArm(atRest(found.theta0, rule))
        await engine.advance(arm, plan)
        states.push(await engine.readState(arm))
      }
      const [a, b] = [elementAt(states, 0), elementAt(states, 1)]
      errors[`${rule} ${momentum} θ`] = relative(a.theta, b.theta)
      for (const [name, values] of Object.entries(b.state))
        errors[`${rule} ${momentum} ${name}`] = values.some(v => v !== 0)
          ? relative(a.state[name] ?? [], values)
          : Number(a.state[name]?.some(v => v !== 0))
    }
  found.engine.dispose()
  return errors
}

/** What the worker of the tfjs backends does with machines for networks. */
export const machineCommands = (backend: () => Backend) => ({
  lostRun,
  heldByNetwork: (link: string, rounds: number, steps: number) => held(link, rounds, steps, backend()),
  rules: (link: string) => rules(link, backend(), 20, [0, 0.8], Object.keys(RULES) as Rule[]),
  fewRules: (link: string) => rules(link, backend(), 3, [0.8], ['adam']),
  wrong: () => checkNetworks(backend(), 'f32'),

  network: (link: string, steps: number) => compared(link, backend(), steps),
  replicas: (link: string, stops: readonly number[], capacity?: number) => replicas(link, stops, backend(), assets, capacity),
  lostReplicas,

  /** Relative errors of the handles of every case, by its name, and what was held after each of three more rounds. */
  async operations() {
    const machine = await backend().machine!('f32')
    const errors: Record<string, number[]> = {}
    const held: number[] = []
    for (const { name, run } of MACHINE_CASES) {
      const found = machine.scope(() => run(machine))
      const wanted = run(PLAIN_MACHINE)
      errors[name] = await Promise.all(
        found.map(async (handle, i) => relative(await machine.read(handle), await PLAIN_MACHINE.read(elementAt(wanted, i)))),
      )
      machine.free(...found)
    }
    for (let round = 0; round < 3; round++) {
      for (const { run } of MACHINE_CASES)
        machine.scope(() => {
          run(machine)
        })
      held.push(tfjs().state.numTensors)
    }
    const usage = machine.usage()
    machine.dispose()
    return { errors, held, usage, after: machine.usage() }
  },
})
