import type { StoreApi } from 'zustand/vanilla'
import type { Scenario } from '../scenario'
import type { BackendInfo } from '../workers/protocol'
import type { Message, ScopeState } from './state'

/** Says when another backend than the one asked for computes; once, and not in place of something else. */
export function whichComputes(store: StoreApi<ScopeState>, say: (message: Message) => void) {
  let told = ''
  return ({ backend: asked }: Scenario, { id, reason }: BackendInfo): void => {
    const text = asked === 'auto' || asked === id ? '' : `${id} computes, not ${asked}: ${reason}.`
    if (text && text !== told && !store.getState().message) say({ kind: 'notice', text })
    told = text
  }
}
