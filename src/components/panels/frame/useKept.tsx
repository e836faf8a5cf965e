import { type ReactNode, useMemo, useState, useSyncExternalStore } from 'react'
import { useScopeState } from '../../scope'
import { deferred } from '../../ui/deferred'
import type { PanelPlace } from './place'
import type { AnyPanel } from './spec'
import { useStage } from './stage'

const KeptChoice = deferred(() => import('./KeptChoice'))

/** A panel with the kept runs beside the run on screen, and what chooses one of them; as it is where none lies there. */
export function useKept(spec: AnyPanel, { title, fits }: Pick<PanelPlace, 'title' | 'fits'>): { spec: AnyPanel; choice: ReactNode } {
  const stage = useStage()
  const runs = useScopeState(s => s.compared)
  const kept = useSyncExternalStore(stage.texts.subscribe, () => stage.kept())
  const [wanted, setWanted] = useState('')
  const chosen = runs.some(({ id }) => id === wanted) ? wanted : ''
  const given = runs.length > 0 && kept ? kept.withKept : undefined
  const shown = useMemo(() => given?.(spec, chosen, fits) ?? spec, [given, spec, chosen, fits])
  const chooses = shown !== spec && spec.kept === 'instead'
  return { spec: shown, choice: chooses && <KeptChoice {...{ title, runs, chosen }} onChoose={setWanted} /> }
}
