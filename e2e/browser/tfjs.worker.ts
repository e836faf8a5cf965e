import { env, tensor2d, tensor3d, engine as tfjs, tidy } from '@tensorflow/tfjs-core'
import { atRest, DEFAULTS, type Rule } from '../../src/lib/optimizers'
import { createWebglBackend, createWebgpuBackend } from '../../src/sim/backends/tfjs'
import { runChunk } from '../../src/sim/backends/tfjs/chunk'
import { tensorModel } from '../../src/sim/backends/tfjs/models'
import type { Backend, Engine } from '../../src/sim/backends/types'
import { machineCommands } from './machine.commands'
import { type Case, make } from './tfjs.cases'

type Id = 'webgpu' | 'webgl'

/** GPU buffers and textures made and not destroyed yet. */
let live = 0
count(GPUDevice.prototype, 'createBuffer', 1)
count(GPUBuffer.prototype, 'destroy', -1)
count(WebGL2RenderingContext.prototype, 'createTexture', 1)
count(WebGL2RenderingContext.prototype, 'deleteTexture', -1)

function count<T extends object>(prototype: T, name: keyof T & string, change: number): void {
  const original = prototype[name] as (...args: unknown[]) => unknown
  Object.assign(prototype, {
    [name](this: T, ...args: unknown[]) {
      live += change
      return original.apply(this, args)
    },
  })
}

let backend: Backend | null = null
let engine: Engine | null = null
const own = () => ({ live, tensors: tfjs().state.numTensors, bytes: tfjs().state.numBytes })
const told = (promise: Promise<unknown>) => promise.then(String, error => `${error.name}: ${error.message}`)

/** A call has handed its work to the GPU after a few microtasks; a task later the answer might be there. */
async function submitted(): Promise<void> {
  for (let i = 0; i < 10; i++) await null
}

async function open(spec: Case) {
  const made = make(spec)
  engine = await backend!.open(made.problem)
  engine.addArm(made.start)
  return { ...made, engine }
}

const commands = {
  async create(id: Id) {
    backend = id === 'webgpu' ? await createWebgpuBackend() : await createWebglBackend()
    return { id: backend.id, precision: backend.precision, software: backend.software, device: backend.device }
  },

  /** A WebGL without float32 render targets: one that says so, and one where tfjs falls back to float16. */
  async createHalf() {
    const original = WebGL2RenderingContext.prototype.getExtension
    const without = function (this: WebGL2RenderingContext, name: string) {
      return name === 'EXT_color_buffer_float' ? null : Reflect.apply(original, this, [name])
    }
    Object.assign(WebGL2RenderingContext.prototype, { getExtension: without })
    const honest = await told(createWebglBackend())
    Object.assign(WebGL2RenderingContext.prototype, { getExtension: original })
    await import('@tensorflow/tfjs-backend-webgl')
    env().set('WEBGL_RENDER_FLOAT32_ENABLED', false)
    return [honest, await told(createWebglBackend())]
  },

  /** A second backend of the same name while the first lives. */
  async createAgain(id: Id) {
    return told(id === 'webgpu' ? createWebgpuBackend() : createWebglBackend())
  },

  async advance(spec: Case) {
    const { engine, plan } = await open(spec)
    const steps = await engine.advance(0, plan)
    const { theta, state } = await engine.readState(0)
    const residuals = await engine.residuals(0)
    engine.dispose()
    return { steps, theta: Array.from(theta), velocity: Array.from(state.velocity!), residuals: Array.from(residuals) }
  },

  /** Steps on one input with the samples and rates given. */
  async walk({ X, y, theta, eta, batch }: Record<'X' | 'y' | 'theta' | 'eta' | 'batch', number[]>, rule?: Rule, settings = DEFAULTS) {
    const f64 = (values: number[]) => Float64Array.from(values)
    const engine = await backend!.open({ n: X.length, d: 1, X: f64(X), y: f64(y), model: { kind: 'linear' } })
    engine.addArm(atRest(f64(theta), rule))
    const steps = await engine.advance(0, { eta: f64(eta), batch: Int32Array.from(batch), batchSize: 1, settings })
    const state = await engine.readState(0)
    engine.dispose()
    return [steps, ...state.theta]
  },

  /** Tensors that a chunk of steps leaves behind which breaks off. */
  async breakOff() {
    const before = own().tensors
    const stop = (): never => {
      throw new Error('stop')
    }
    const run = () => {
      const [X, y] = [tensor2d([[1]]), tensor2d([[2]])]
      const plan = { eta: Float64Array.of(0.1), batch: null, batchSize: 1, settings: DEFAULTS }
      const arm = { theta: [tensor2d([[3]])], state: { velocity: [tensor2d([[0]])] } }
      runChunk({ ...tensorModel({ kind: 'linear' }, 1), pull: stop }, { X, y, blocks: tensor3d([[[1]]]) }, 'heavy-ball', arm, plan, 0, 1)
    }
    const said = await told(Promise.resolve().then(() => tidy(run)))
    return [said, own().tensors - before]
  },

  async moments(spec: Case) {
    const { engine, weights, M } = await open(spec)
    const found = [await engine.moment(null), await engine.moment(weights), await engine.gram(null), await engine.gram(M)]
    const tiny = await engine.moment(weights.map(w => w * 1e-60))
    engine.dispose()
    return [...found, tiny].map(values => Array.from(values).join(' '))
  },

  /** One run in a go, one in two plans, one resumed in another engine from what the first engine's state was halfway. */
  async replay(spec: Case, cut: number) {
    const { engine: whole, plan, problem, start } = await open(spec)
    await whole.advance(0, plan)
    const rest = { ...plan, eta: plan.eta.subarray(cut), batch: plan.batch?.subarray(cut * plan.batchSize) ?? null }
    const part = { ...plan, eta: plan.eta.subarray(0, cut), batch: plan.batch?.subarray(0, cut * plan.batchSize) ?? null }
    const second = whole.addArm(start)
    await whole.advance(second, part)
    const snapshot = await whole.readState(second)
    await whole.advance(second, rest)
    const other = await backend!.open(problem)
    const resumed = other.addArm(start)
    await other.writeState(resumed, snapshot)
    const again = await other.readState(resumed)
    await other.advance(resumed, rest)
    const states = [await whole.readState(0), await whole.readState(second), await other.readState(resumed), snapshot, again]
    whole.dispose()
    other.dispose()
    return states.map(({ theta, state }) => [...theta, ...state.velocity!])
  },

  /** Steps and metrics in rounds: what is held after each round, by tfjs' count, by the engine's and by the GPU's. */
  async hold(spec: Case, rounds: number) {
    const before = own()
    const { engine, plan, weights, M } = await open(spec)
    const held = []
    for (let round = 0; round < rounds; round++) {
      await engine.advance(0, plan)
      await engine.residuals(0)
      await engine.moment(weights)
      await engine.gram(M)
      await engine.readState(0)
      held.push({ ...own(), usage: engine.usage() })
    }
    engine.dispose()
    return { before, held, after: own(), usage: engine.usage() }
  },

  /** Every call on a disposed engine, and one that was under way. */
  async disposed(spec: Case) {
    const before = own()
    const { engine, plan, start } = await open(spec)
    const underWay = told(engine.advance(0, plan))
    await submitted()
    engine.dispose()
    engine.dispose()
    const calls = [engine.advance(0, plan), engine.readState(0), engine.writeState(0, start), engine.residuals(0)]
    const said = await Promise.all([underWay, ...[...calls, engine.moment(null), engine.gram(null)].map(told)])
    return { said, before, after: own() }
  },

  /** Loses the device in the middle of a call. */
  async lose(spec: Case) {
    const { engine, plan } = await open(spec)
    const underWay = told(engine.advance(0, plan))
    await submitted()
    if ('gpu' in backend!) (backend.gpu as GPUDevice).destroy()
    else (backend as unknown as { gl: WebGL2RenderingContext }).gl.getExtension('WEBGL_lose_context')!.loseContext()
    const said = [await underWay, await told(engine.residuals(0)), await told(engine.advance(0, plan))]
    said.push(await told(engine.readState(0)), await told(backend!.open(make(spec).problem)))
    engine.dispose()
    return { said, after: own() }
  },

  async refused(spec: Case) {
    const { engine, plan, problem, start } = await open(spec)
    const said = [
      await told(engine.advance(0, { ...plan, batch: plan.batch!.map(() => spec.n) })),
      await told(engine.advance(0, { ...plan, batchSize: spec.batchSize + 1 })),
      await told(engine.advance(7, plan)),
      await told(engine.writeState(0, { ...start, theta: new Float64Array(1) })),
      await told(backend!.open({ ...problem, X: problem.X.map(() => 1e30) })),
      await told(backend!.open({ ...problem, y: new Float64Array(1) })),
    ]
    engine.dispose()
    return said
  },

  /** Steps on this backend while another lives in the worker and takes steps between them. */
  async beside(id: Id, spec: Case) {
    const other = id === 'webgpu' ? await createWebgpuBackend() : await createWebglBackend()
    const { engine, plan, problem, start } = await open(spec)
    const second = await other.open(problem)
    second.addArm(start)
    const steps = await Promise.all([engine.advance(0, plan), second.advance(0, plan), engine.advance(0, plan), second.advance(0, plan)])
    const moments = await Promise.all([engine.moment(null), second.moment(null)])
    const states = [await engine.readState(0), await second.readState(0)]
    second.dispose()
    other.dispose()
    const residuals = await engine.residuals(0)
    engine.dispose()
    return { steps, states: states.map(({ theta }) => [...theta]), moments: moments.map(m => [...m]), residuals: [...residuals] }
  },

  /** An error that the device reports by itself, outside any call. */
  async fault(spec: Case) {
    const { engine, plan } = await open(spec)
    const { gpu } = backend as unknown as { gpu: GPUDevice }
    let reported = false
    // Asked for after the backend has, and so told after it.
    gpu.addEventListener('uncapturederror', () => {
      reported = true
    })
    gpu.createBuffer({ size: 3, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE })
    while (!reported) await gpu.queue.onSubmittedWorkDone()
    const said = await told(engine.advance(0, plan))
    engine.dispose()
    return said
  },

  ...machineCommands(() => backend!),

  async drop() {
    backend!.dispose()
    backend!.dispose()
    return own()
  },
}

addEventListener('message', async (event: MessageEvent<{ id: number; name: keyof typeof commands; args: never[] }>) => {
  const { id, name, args } = event.data
  try {
    const value = await (commands[name] as (...args: unknown[]) => Promise<unknown>)(...args)
    postMessage({ id, value })
  } catch (error) {
    postMessage({ id, error: error instanceof Error ? `${error.name}: ${error.message}\n${error.stack}` : String(error) })
  }
})
