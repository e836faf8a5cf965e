import { Fault } from '../lib/fault'
import { isNetwork, isPlanar, type Scenario } from '../scenario'
import type { Backend, BackendId } from '../sim/backends/types'
import type { Assets } from '../sim/load'
import type { BackendInfo } from './protocol'

/**
 * The one backend of a worker: `pick` it for a scenario before every run, `replace` it when it fails. A backend is kept
 * as long as scenarios ask for the same; the one before is disposed.
 */
export class BackendInUse {
  private current: { readonly backend: Backend; readonly info: BackendInfo } | null = null

  /** What *auto* measured last. */
  private chosenFor = ''
  /** A GPU that has computed networks rightly. */
  private trusted: Backend | null = null

  constructor(
    private readonly make: (id: BackendId) => Promise<Backend>,
    private readonly assets: Assets,
  ) {}

  get info(): BackendInfo | null {
    return this.current?.info ?? null
  }

  /** What the page is told of the backend in use. */
  get described(): BackendInfo {
    if (!this.current) throw new Fault('No backend is in use', 'pick one for a scenario first')
    return this.current.info
  }

  /** The backend for a scenario. Rejects where it cannot compute here; none is in use then. */
  async pick(scenario: Scenario): Promise<Backend> {
    const { wanted, reason } = wish(scenario)
    const { backend, info } = this.current ?? {}
    if (backend && wanted === info?.id) return this.use(await this.checked(backend, scenario), reason)
    const workload = JSON.stringify([scenario.model, scenario.data])
    if (backend && wanted === 'auto' && info?.reason.startsWith('auto') && this.chosenFor === workload) return backend
    this.dispose()
    if (wanted === 'wasm') return this.processor(reason)
    if (wanted !== 'auto') return this.use(await this.checked(await this.make(wanted), scenario), reason)
    const { fastestFor } = await import('../sim/trials')
    const choice = await fastestFor(scenario, this.assets)
    this.chosenFor = workload
    return this.use(choice.backend, choice.reason)
  }

  /** Puts wasm in the place of a backend that failed. */
  async replace(why: string): Promise<Backend> {
    this.dispose()
    return this.processor(why)
  }

  /** WebAssembly; the reference where the policy of a page forbids it. */
  private async processor(reason: string): Promise<Backend> {
    try {
      return this.use(await this.make('wasm'), reason)
    } catch (error) {
      if (!isForbidden(error)) throw error
      return this.use(await this.make('reference'), 'the host of this page forbids WebAssembly')
    }
  }

  /** The backend, if it may be trusted with the scenario's network: a GPU is checked once. Rejects, and disposes of it, where it may not. */
  private async checked(backend: Backend, scenario: Scenario): Promise<Backend> {
    if (!isNetwork(scenario.model) || backend.precision === 'f64' || this.trusted === backend) return backend
    try {
      const { trustNetworks } = await import('../sim/networkTrial')
      await trustNetworks(backend)
    } catch (error) {
      if (this.current?.backend === backend) this.dispose()
      else backend.dispose()
      throw error
    }
    this.trusted = backend
    return backend
  }

  private use(backend: Backend, reason: string): Backend {
    const { id, precision, device, software } = backend
    this.current = { backend, info: { id, precision, device, software, reason } }
    return backend
  }

  private dispose(): void {
    this.current?.backend.dispose()
    this.current = null
  }
}

/** Whether WebAssembly may not be compiled here; engines differ in how they say so. */
const isForbidden = (error: unknown) =>
  typeof WebAssembly === 'undefined' || (error instanceof Error && /content.?security.?policy|unsafe-eval/i.test(error.message))

/** What a scenario asks for; the processor for models of two parameters, for which a GPU is too slow to ask. */
function wish(scenario: Scenario): { wanted: Scenario['backend']; reason: string } {
  const { backend: asked, model } = scenario
  if (!isPlanar(model) || asked === 'wasm' || asked === 'reference') return { wanted: asked, reason: 'chosen in the scenario' }
  const other = asked === 'auto' ? 'a GPU' : asked
  return { wanted: 'wasm', reason: `a model of two parameters is computed in float64, the same bits everywhere, not by ${other}` }
}
