/**
 * Networks on trial before a backend is trusted with one, and before the fastest is chosen: `checkNetworks` says what it gets
 * wrong, `networkTrial` is what *auto* times.
 */

import { Fault } from '../lib/fault'
import { atRest, DEFAULTS } from '../lib/optimizers'
import type { Scenario } from '../scenario'
import type { Trial } from './backends/choose'
import type { Machine } from './backends/machine/machine'
import { PLAIN_MACHINE } from './backends/machine/plain'
import { later } from './backends/machine/program'
import type { Backend, Precision } from './backends/types'
import type { DataSet } from './data'
import { withGram } from './net/gram'
import { hessianProduct } from './net/hessian'
import { layNet, type Net, withMachine } from './net/layout'
import { cnn, type NetSpec, twoLayer } from './net/spec'
import { wholeGram } from './netRow'
import { createNetStepper } from './netStepper'
import { initialNetwork, netOf } from './network'
import { passCost } from './passCost'

const SAMPLES = 6
const STEPS = 8
/** What a machine may be off by, against the largest number. */
const ALLOWED: Record<Precision, number> = { f64: 1e-12, f32: 1e-5 }

const SPECS: readonly (readonly [string, NetSpec])[] = [
  [
    'a two-layer net',
    twoLayer({ d: 5, m: 4, C: 1, loss: 'squared', activation: 'tanh', slope: 0, scaling: 'standard', bias: true, outer: 'trained' }),
  ],
  [
    'a convolutional net',
    cnn({
      ...{ d: 16, C: 3, loss: 'cross-entropy', activation: 'gelu', slope: 0, bias: true, hidden: [] },
      input: { channels: 1, height: 4, width: 4 },
      blocks: [{ filters: 2, kernel: 3, stride: 1, padding: 1, pool: { pool: 'max', size: 2 } }],
    }),
  ],
]

/** Steps, K and a product with H of two tiny nets beside plain TypeScript: what is wrong, or ''. Rejects where the device fails. */
export const checkNetworks = (backend: Backend, precision: Precision): Promise<string> => compared(backend, precision, numbersOf)

async function compared(backend: Backend, precision: Precision, numbers: Numbers): Promise<string> {
  for (const [name, spec] of SPECS) {
    const machine = (await backend.machine?.(precision)) ?? PLAIN_MACHINE
    const [found, expected] = [await numbers(spec, machine), await numbers(spec, PLAIN_MACHINE)]
    for (const [what, wanted] of Object.entries(expected)) {
      const size = Math.max(...wanted.map(Math.abs))
      const error = Math.max(...wanted.map((value, i) => Math.abs(value - found[what][i]))) / size
      const allowed = ALLOWED[machine.precision]
      if (!(error <= allowed))
        return `its self-check fails: ${what} of ${name} is off by ${error.toExponential(1)}, allowed is ${allowed.toExponential(0)}`
    }
  }
  return ''
}

/** What a trial is about, by name. */
type Numbers = (spec: NetSpec, machine: Machine) => Promise<Record<string, Float64Array>>

/** Rejects where a GPU gets networks wrong, or what else these numbers are. */
export async function trustNetworks(backend: Backend, numbers: Numbers = numbersOf): Promise<void> {
  const wrong = await compared(backend, backend.precision, numbers)
  if (wrong) throw new Fault(`${backend.device} computes wrong numbers: ${wrong}`, 'choose wasm')
}

interface Case {
  readonly net: Net
  readonly X: Float64Array
  readonly y: Float64Array
  readonly theta: Float64Array
}

const values = (length: number, a: number, b: number) => Float64Array.from({ length }, (_, i) => Math.fround(((i * a) % b) / b - 0.45))

/** A net on trial, with samples and parameters. */
export function caseOf(spec: NetSpec, machine: Machine): Case {
  const net = withMachine(layNet(spec), machine)
  const y = spec.loss === 'squared' ? values(SAMPLES * net.outputs, 5, 7) : oneHot(net)
  return { net, X: values(SAMPLES * net.inputs, 37, 19), y, theta: values(net.size, 11, 23) }
}

async function numbersOf(spec: NetSpec, machine: Machine): Promise<Record<string, Float64Array>> {
  const { net, X, y, theta } = caseOf(spec, machine)
  const v = values(net.size, 7, 13)
  const stepper = createNetStepper(net, X, y)
  try {
    stepper.addArm(atRest(theta))
    const batch = Int32Array.from({ length: 2 * STEPS }, (_, i) => (i * 5) % SAMPLES)
    await stepper.advance(0, { eta: new Float64Array(STEPS).fill(0.05), batch, batchSize: 2, settings: DEFAULTS })
    const { theta: after } = await stepper.readState(0)
    const K = await later(withGram(net, theta, X, wholeGram.steps))
    return { 'θ after 8 steps': after, K, 'a product with H': await later(hessianProduct.steps(net, theta, X, y, v)) }
  } finally {
    stepper.dispose()
  }
}

const oneHot = ({ outputs: C }: Net) => Float64Array.from({ length: SAMPLES * C }, (_, at) => ((at - Math.floor(at / C)) % C === 0 ? 1 : 0))

/** Multiply-adds that the steps of one timing may cost. */
const TRIAL_MULTIPLY_ADDS = 3e7

/** The network of a scenario, for *auto* to time. */
export function networkTrial(scenario: Scenario, data: DataSet, batchSize: number): Trial {
  const net = netOf(scenario, data)
  const step = 3 * batchSize * passCost(net)
  return {
    n: data.n,
    batchSize,
    steps: Math.max(1, Math.min(32, Math.floor(TRIAL_MULTIPLY_ADDS / step))),
    start: atRest(initialNetwork(net, scenario)),
    check: backend => checkNetworks(backend, scenario.precision),
    async open(backend) {
      const machine = (await backend.machine?.(scenario.precision)) ?? PLAIN_MACHINE
      return createNetStepper(withMachine(net, machine), data.X, data.y)
    },
  }
}
