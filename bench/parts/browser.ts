/**
 * Steps of replicas in real Chromium, fused on a GPU and op by op; then SGD steps of networks, each contestant in a module worker of its own:
 * ours on each backend, TensorFlow.js op by op and jax-js on theirs, and loops over neurons. Wall time; one works at a time.
 */
import { type BrowserRace, openBrowser } from '../browser/children'
import { type Contestant, type Pace, race } from '../core/race'
import type { Row } from '../core/row'
import { isDense, type Shape, STEP_SHAPES } from '../core/shapes'

/** Emulated devices take seconds where processors take milliseconds. */
const BRIEF: Pace = { rounds: 5, turn: 40 }

const OURS = [
  ['ours f64', { backend: 'wasm', precision: 'f64' }],
  ['ours f32', { backend: 'wasm', precision: 'f32' }],
  ['ours, webgpu', { backend: 'webgpu', precision: 'f64' }],
  ['ours, webgl', { backend: 'webgl', precision: 'f64' }],
] as const
const RIVALS = [
  ['JS loops over neurons', { rival: 'plain' }],
  ['tfjs-wasm', { rival: 'tfjs', backend: 'wasm' }],
  ['tfjs-webgl', { rival: 'tfjs', backend: 'webgl' }],
  ['tfjs-webgpu', { rival: 'tfjs', backend: 'webgpu' }],
  ['jax-js wasm', { rival: 'jax', backend: 'wasm' }],
  ['jax-js webgpu', { rival: 'jax', backend: 'webgpu' }],
] as const

export async function rows(say: (row: Row) => void): Promise<void> {
  const browser = await openBrowser()
  try {
    say(await replicaRow(browser))
    for (const shape of STEP_SHAPES) say(await stepRow(shape, browser))
  } finally {
    await browser.close()
  }
}

async function stepRow({ name, net, link, arm, steps }: Shape, browser: BrowserRace): Promise<Row> {
  const ours = OURS.map(([who, how]): Contestant => {
    const job = { by: 'ours', kind: 'step', link, arm, steps, ...how }
    return { who, child: browser.child(who), job, per: steps, clock: 'wall' }
  })
  // The rivals' code here is written for dense nets.
  const rivals = (isDense(net) ? RIVALS : []).map(([who, how]): Contestant => {
    const job = { by: 'rival', net, steps, ...how }
    return { who, child: browser.child(who), job, per: steps, clock: 'wall' }
  })
  const cells = await race([...ours, ...rivals], BRIEF)
  const batch = net.B === net.n ? `full batch of ${net.n}` : `B ${net.B}`
  return {
    ...{ part: 'browser', group: 'SGD step in Chromium', name: `${name}, ${batch}`, unit: 'ms', cells },
    targets: !isDense(net) ? [] : [{ of: 'ours f64', against: ['JS loops over neurons'], atLeast: 10 }],
    note: `WebGPU on ${browser.adapter}; devices and rivals compute in float32, loops over neurons in float64.`,
  }
}

async function replicaRow(browser: BrowserRace): Promise<Row> {
  const [steps, few] = [64, 2]
  const size = { R: 1024, n: 1000, s: 50, B: 4 }
  const ours = (['webgpu', 'wasm'] as const).map((backend): Contestant => {
    const who = `ours, ${backend}`
    return { who, child: browser.child(who), job: { by: 'replicas', ...size, steps, backend }, per: steps, clock: 'wall' }
  })
  const op = (backend: string, way: string): Contestant => {
    const job = { by: 'tfjsReplicas', ...size, steps: few, backend, way }
    return { who: `tfjs-${backend}, ${way}`, child: browser.child(`tfjs-${backend}`), job, per: few, clock: 'wall' }
  }
  const webgpu = ['matmul', 'sum'].map(way => op('webgpu', way))
  return {
    ...{ part: 'browser', group: 'ensemble step in Chromium', name: '1,024 replicas, d 50, B 4', unit: 'ms' },
    cells: await race([...ours, ...webgpu, op('webgl', 'matmul'), op('wasm', 'matmul')], BRIEF),
    targets: [{ of: 'ours, webgpu', against: webgpu.map(c => c.who), atLeast: 10 }],
    note: `WebGPU on ${browser.adapter}; TensorFlow.js is given its minibatches, ours draws them.`,
  }
}
