import { type ReactNode, useEffect, useMemo } from 'react'
import { useScope } from '../../scope'
import { later } from '../../ui/deferred'
import { Stage, StageContext } from './stage'

/** What knows of kept runs; their links name presets. */
async function fetchKept() {
  const [{ besideOf }, { withKept }] = await Promise.all([import('../reading/kept'), import('./kept'), import('../../../scenario/presets')])
  return { besideOf, withKept }
}

/** Around the panels of a run, and the controls whose symbols are linked to their marks. */
export function Staged({ children }: { readonly children: ReactNode }) {
  const scope = useScope()
  const stage = useMemo(() => new Stage(scope, () => later(fetchKept)), [scope])
  useEffect(() => stage.start(), [stage])
  return <StageContext value={stage}>{children}</StageContext>
}
