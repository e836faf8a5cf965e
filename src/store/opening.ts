import type { StoreApi } from 'zustand/vanilla'
import { checkCarried, decodeFields, encodeFields, loadedPresets, OPENING_PRESET, openingPreset, type Scenario } from '../scenario'
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

/** How a link is opened. */
interface Opening {
  readonly play: boolean
  /** By a move through the history. */
  readonly back: boolean
  /** What the address says is not these fields as they stand here: it stays as it was typed. */
  readonly asTyped: boolean
}

/** Opens links and presets: what a preset needs is fetched first, and what cannot be read gives way to the preset. */
export function createOpening({ store, runner, gestures, say, replace, adopt }: Parts) {
  const withPreset = createWithPreset((id, link, again) => notFetched(`The preset “${id}”`, link, again))

  /** Says that what a scenario needs did not come; there is a run on screen meanwhile. */
  function notFetched(what: string, link: string, again: () => void): void {
    if (store.getState().status === 'loading') runner.load(openingPreset().scenario)
    say({ kind: 'error', text: `${what} could not be fetched. Check the connection.`, action: { label: 'Retry', act: again, link } })
  }

  /** Opens what can be read of a link that is packed, that was changed on its way here, or that is not right. */
  async function salvage(fragment: string, how: Opening, isNewest: () => boolean): Promise<void> {
    const code = await import('./links').catch(() => null)
    if (!isNewest()) return
    if (!code) return notFetched('The code that reads this link', fragment, () => void salvage(fragment, how, isNewest))
    const meant = code.pastedFields(fragment)
    if (!how.asTyped && meant !== fragment.replace(/^#/, '')) return read(meant, { ...how, asTyped: true })
    const salvaged = code.salvageLink(fragment, checkCarried)
    const { scenario, problems } = salvaged
    say(problems.length > 0 ? { kind: 'error', text: code.unread(salvaged) } : null)
    open(scenario, { ...how, asTyped: how.asTyped || problems.length > 0 })
  }

  function open(scenario: Scenario, { play, back, asTyped }: Opening): void {
    const before = store.getState()
    gestures.opened(scenario, back || asTyped)
    if (back && encodeFields(before.scenario) === encodeFields(scenario)) return
    if (back && sameRun(before.scenario, scenario) && before.status !== 'loading' && before.status !== 'failed') {
      void adopt(scenario, true)
      return
    }
    const { step } = scenario.view
    const toStep = back ? (sameProblem(before.scenario, scenario) ? before.step : 0) : step
    runner.load(scenario, { toStep: Math.min(toStep, scenario.steps), play: back ? runner.wantsPlay() : play && !step })
  }

  function read(fragment: string, how: Opening): void {
    const id = /(?:^|[#&])s=([^&]+)/.exec(fragment)?.[1] ?? OPENING_PRESET
    withPreset(id, fragment, isNewest => {
      let scenario: Scenario
      try {
        scenario = checkCarried(decodeFields(fragment))
      } catch {
        void salvage(fragment, how, isNewest)
        return
      }
      say(null)
      open(scenario, how)
    })
  }

  return {
    openLink: (fragment: string, how: Partial<Opening> = {}): void => read(fragment, { play: true, back: false, asTyped: false, ...how }),
    openPreset: (id: string): void =>
      withPreset(id, `s=${id}`, () => {
        const preset = loadedPresets().get(id)
        if (preset) replace(preset.scenario, true)
      }),
  }
}
