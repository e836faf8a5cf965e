import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useScope, useScopeState } from '../../scope'
import { isFree } from '../../shortcuts'
import { BorderLegend } from '../frame/BorderLegend'
import { type Border, borderOf } from '../frame/border'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { Rich } from '../frame/Rich'
import { useLive, useStage } from '../frame/stage'
import { bothLeaveApart } from './sentence'
import { sharpSpec } from './spec'
import { diagonalKey, replicasKey } from './words'

/** Where the loss of each arm lies, step by step: in the k sharpest directions, or in all others. */
export default function SharpPanel(place: PanelPlace) {
  const border = borderOf(useStage())
  const { name, behind, other, onFront } = place
  // It opens an escape, once its code is there.
  useEffect(() => onFront(name, true), [onFront, name])
  useEffect(() => onFlip(() => other && onFront(behind ? name : other.name)), [onFront, name, other, behind])
  useReplicas(border, behind)
  const replicas = useLive(view => replicasKey(view, border.k))
  const diagonal = useLive(diagonalKey)
  const apart = useLive(view => bothLeaveApart(view, border.k))
  const spec = useMemo(() => sharpSpec(border), [border])
  const legend = (
    <BorderLegend border={border}>
      <span>
        <Rich text={diagonal} />
      </span>
      {replicas && <span>{replicas}</span>}
    </BorderLegend>
  )
  return <Panel spec={spec} {...place} legend={legend} {...(apart && { note: 'Their η differ, so that both leave.' })} />
}

/** Has the energies of every replica told while the panel is in front. */
function useReplicas(border: Border, behind: boolean): void {
  const scope = useScope()
  const k = useSyncExternalStore(border.subscribe, () => border.k)
  const any = useScopeState(s => s.scenario.ensemble.R > 0)
  useEffect(() => {
    if (!any || behind) return
    scope.splitReplicas(k)
    return () => scope.splitReplicas(0)
  }, [scope, k, any, behind])
}

/** Listens for the key V; returns how to end. */
function onFlip(flip: () => void): () => void {
  const key = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() === 'v' && isFree(event)) flip()
  }
  document.addEventListener('keydown', key)
  return () => document.removeEventListener('keydown', key)
}
