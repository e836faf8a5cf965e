import type { StoreApi } from 'zustand/vanilla'
import type { ScopeState } from './state'

/** What is said while the worker gives no sign of life. */
const WAITING = 'waiting for the simulation'

/** Says in the page's progress that the worker is silent, and that it is no more; `now` in milliseconds. */
export function tellSilence(store: StoreApi<ScopeState>, now: () => number) {
  return (silent: boolean): void => {
    const { progress } = store.getState()
    if (silent) store.setState({ progress: { what: WAITING, done: 0, total: 1, since: now() } })
    if (!silent && progress?.what === WAITING) store.setState({ progress: null })
  }
}
