/** The store as components use it: state by selectors, and the measured rows of the run, which change too often for React. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { Fault } from '../lib/fault'
import type { Scope, ScopeState, Traces } from '../store'

export const ScopeContext = createContext<Scope | null>(null)

/** The page's store and actions. */
export function useScope(): Scope {
  const scope = useContext(ScopeContext)
  if (!scope) throw new Fault('useScope was called by a component outside the page', 'put a ScopeContext around it')
  return scope
}

/** A selected part of the low-rate state; re-renders when that part changes. */
export function useScopeState<T>(select: (state: ScopeState) => T): T {
  return useStore(useScope().store, select)
}

/** A value derived from the traces; re-renders only when the derived primitive changes. */
export function useTraces<T extends string | number | boolean>(select: (traces: Traces) => T): T {
  const { traces } = useScope()
  return useSyncExternalStore(
    listener => traces.subscribe(listener),
    () => select(traces),
  )
}
