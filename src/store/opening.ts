import type { StoreApi } from 'zustand/vanilla'
import { checkCarried, decodeLink, encodeLink, loadedPresets, OPENING_PRESET, openingPreset, type Scenario } from '../scenario'
import { sameProblem, sameRun } from './change'
import type { GestureLog } from './gestures'
import type { createRunner } from './runner'
import type { Message, ScopeState } from './state'
import { createWithPreset } from './withPreset'

interface Parts {
  readonly store: StoreApi<ScopeState>
  readonly runner: ReturnType<typeof createRunner>
  readonly gestures: GestureLog
  say(message: Message | null): void
  /** Plays a scenario in place of what is on screen. */
  replace(scenario: Scenario, play: boolean): void
  /** Takes up settings that leave the run as it is. */
  adopt(scenario: Scenario, newPlane: boolean): Promise<void>
}

/** Opens links and presets: what a preset needs is fetched first, and what cannot be read gives way to the preset. */
export function createOpening({ store, runner, gestures, say, replace, adopt }: Parts) {
  const withPreset = createWithPreset(id => {
    if (store.getState().status === 'loading') runner.load(openingPreset().scenario)
    say({ kind: 'error', text: `The preset “${id}” could not be fetched. Check the connection and reload the page.` })
  })

  /** The scenario of a link; the preset, with the reason said, where it cannot be read. */
  function read(fragment: string, id: string): Scenario {
    try {
      const scenario = checkCarried(decodeLink(fragment))
      say(null)
      return scenario
    } catch (error) {
      const preset = loadedPresets().get(id) ?? openingPreset()
      const { message } = error as Error
      say({ kind: 'error', text: `This link could not be read: ${message}. The preset “${preset.title}” is shown instead.` })
      return preset.scenario
    }
  }

  function open(scenario: Scenario, play: boolean, back: boolean): void {
    const before = store.getState()
    gestures.opened(scenario, back)
    if (back && encodeLink(before.scenario) === encodeLink(scenario)) return
    if (back && sameRun(before.scenario, scenario) && before.status !== 'loading' && before.status !== 'failed') {
      void adopt(scenario, true)
      return
    }
    const toStep = back && sameProblem(before.scenario, scenario) ? Math.min(before.step, scenario.steps) : 0
    runner.load(scenario, { toStep, play: back ? runner.wantsPlay() : play })
  }

  return {
    openLink(fragment: string, { play = true, back = false }: { play?: boolean; back?: boolean } = {}): void {
      const id = /(?:^|[#&])s=([a-z0-9-]+)/.exec(fragment)?.[1] ?? OPENING_PRESET
      withPreset(id, () => open(read(fragment, id), play, back))
    },
    openPreset: (id: string): void =>
      withPreset(id, () => {
        const preset = loadedPresets().get(id)
        if (preset) replace(preset.scenario, true)
      }),
  }
}
