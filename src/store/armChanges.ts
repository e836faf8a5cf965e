import type { StoreApi } from 'zustand/vanilla'
import { type Arm, MAX_ARMS, type Scenario } from '../scenario'
import { type Added, moved, renamed, stopOf, withArm, withCopy } from './arms'
import type { Message, ScopeState } from './state'

interface Parts {
  readonly store: StoreApi<ScopeState>
  /** The scenario whose start are the values in force. */
  inForce(): Scenario
  /** Starts another scenario in place of the one on screen. */
  replace(scenario: Scenario): void
  say(message: Message): void
}

/** What is done with arms as a whole; where it cannot be, the error says why. */
export function createArmChanges({ store, inForce, replace, say }: Parts) {
  function withOneMore(make: () => Added): void {
    if (store.getState().scenario.arms.length >= MAX_ARMS) {
      say({ kind: 'error', text: `At most ${MAX_ARMS} arms run side by side.` })
      return
    }
    const { scenario, id, says } = make()
    replace(scenario)
    store.setState({ selectedArm: id })
    if (says) say({ kind: 'notice', text: says })
  }

  function rearrange(selected: string, next: Scenario): void {
    replace(next)
    store.setState({ selectedArm: selected })
  }

  return {
    add: (kind: Arm['kind']) => withOneMore(() => withArm(inForce(), kind)),
    copy: (id: string) => withOneMore(() => withCopy(inForce(), id)),
    rename: (id: string, to: string) => rearrange(to, renamed(store.getState().scenario, id, to)),
    move: (id: string, by: number) => rearrange(id, moved(store.getState().scenario, id, by)),
    remove(id: string): void {
      const base = inForce()
      if (base.arms.length < 2) say({ kind: 'error', text: 'A run needs at least one arm.' })
      else replace({ ...base, arms: base.arms.filter(a => a.id !== id), stop: stopOf(base, id, '') })
    },
  }
}
