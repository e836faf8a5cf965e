import { Fault } from '../lib/fault'
import { isNetwork, isPlanar, optimizerOf, ruleOf, type Scenario } from '../scenario'
import { type Backend, type BackendId, GPU_RULES } from '../sim/backends/types'
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
    if (wanted !== 'auto') return this.use(await this.checked(await this.make(wanted), scenario), reason)
    const { fastestFor } = await import('../sim/trials')
    const choice = await fastestFor(scenario, this.assets)
    this.chosenFor = workload
    return this.use(choice.backend, choice.reason)
  }

  /** Puts wasm in the place of a backend that failed. */
  async replace(why: string): Promise<Backend> {
    this.dispose()
    return this.use(await this.make('wasm'), why)
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

/** What a scenario asks for; the processor where no GPU can do it. */
function wish(scenario: Scenario): { wanted: Scenario['backend']; reason: string } {
  const { backend: asked } = scenario
  if (isNetwork(scenario.model)) return { wanted: asked, reason: 'chosen in the scenario' }
  const what = inFloat64(scenario)
  if (!what || asked === 'wasm' || asked === 'reference') return { wanted: asked, reason: 'chosen in the scenario' }
  const other = asked === 'auto' ? 'a GPU' : asked
  return { wanted: 'wasm', reason: `${what} is computed in float64, the same bits everywhere, not by ${other}` }
}

/**
 * What is computed in float64 on the processor: models of two parameters, for which a GPU is too slow to ask, and of models
 * through w = F(θ) optimizers whose steps no GPU knows. '' where a GPU can do all.
 */
function inFloat64({ model, arms }: Scenario): string {
  if (isPlanar(model)) return 'a model of two parameters'
  const unknown = arms.find(arm => !GPU_RULES.includes(ruleOf(arm)))
  return unknown ? optimizerOf(unknown).label : ''
}
