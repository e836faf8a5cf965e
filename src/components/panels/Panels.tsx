import './panels.css'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { embedded } from '../embedded'
import { useScope, useScopeState } from '../scope'
import { PanelFace } from './frame/Panel'
import { Stage, StageContext } from './frame/stage'
import { gridOf, panelsOf, REGISTRY } from './registry'

/** The panels of the current scenario, as the registry lays them out. A panel whose code is on its way keeps its place. */
export function Panels() {
  const scope = useScope()
  const stage = useMemo(() => new Stage(scope), [scope])
  const names = useSyncExternalStore(stage.texts.subscribe, () =>
    panelsOf(stage.view)
      .map(({ name }) => name)
      .join(),
  ).split(',')
  const all = REGISTRY.filter(({ name }) => names.includes(name))
  const only = embedded === null ? undefined : (all.find(({ name }) => name === embedded) ?? all[0])
  const shown = only ? [only] : all
  const { rest, odd } = gridOf(shown)
  const wanted = useScopeState(s => s.scenario.view.panel)
  const setMaximised = useCallback((name: string | null) => scope.set('panel', name ?? ''), [scope])
  const [front, setFront] = useState('')
  const sharing = shown.filter(({ size }) => size === 'first')
  const foremost = sharing.find(({ name }) => name === wanted) ?? sharing.find(({ name }) => name === front) ?? sharing[0]
  const onFront = useCallback(
    (name: string) => {
      setFront(name)
      const { panel } = scope.store.getState().scenario.view
      if (REGISTRY.some(({ name, size }) => size === 'first' && name === panel)) setMaximised(name)
    },
    [scope, setMaximised],
  )
  const maximised = only?.name ?? (names.includes(wanted) ? wanted : null)
  useEffect(() => stage.start(), [stage])
  return (
    <StageContext value={stage}>
      <div className="panels-frame">
        <section
          className="panels"
          aria-label="Panels"
          data-maximised={maximised ?? undefined}
          data-rest={rest}
          data-odd={odd || undefined}
        >
          {shown.map(({ name, title, size = 'cell', study, Panel }) => {
            const behind = size === 'first' && name !== foremost?.name
            const other = size === 'first' ? sharing.find(p => p.name !== name) : undefined
            const place = { name, title, size, study, maximised: maximised === name, onMaximise: setMaximised, behind, other, onFront }
            return <Panel key={name} before={<PanelFace {...place} />} {...place} />
          })}
        </section>
      </div>
    </StageContext>
  )
}
