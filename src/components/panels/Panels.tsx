import './panels.css'
import { useCallback, useState, useSyncExternalStore } from 'react'
import { embedded } from '../embedded'
import { useScope, useScopeState } from '../scope'
import { deferred } from '../ui/deferred'
import { arranged } from './arranged'
import { PanelFace } from './frame/Panel'
import { useStage } from './frame/stage'
import { panelsOf, REGISTRY } from './registry'

const Drawer = deferred(() => import('./drawer/Drawer'))
const Compared = deferred(() => import('../compare/Compared'))
const AboutPreset = deferred(() => import('../learn/AboutPreset'))

/** The panels of the current scenario, as its arrangement lays them out. A panel whose code is on its way keeps its place. */
export function Panels() {
  const scope = useScope()
  const stage = useStage()
  const names = useSyncExternalStore(stage.texts.subscribe, () =>
    panelsOf(stage.view)
      .map(({ name }) => name)
      .join(),
  ).split(',')
  const text = useScopeState(s => s.scenario.view.panels)
  const wanted = useScopeState(s => s.scenario.view.panel)
  const all = REGISTRY.filter(({ name }) => names.includes(name))
  const arrangement = arranged(all, text)
  const { places, rest } = arrangement
  const shown = places.flat()
  const only = embedded === null ? undefined : (all.find(({ name }) => name === embedded) ?? shown[0])
  // What has all the room may come from the drawer.
  const alone = only ?? rest.find(({ name }) => name === wanted)
  const setMaximised = useCallback((name: string | null) => scope.set('panel', name ?? ''), [scope])
  const [front, setFront] = useState('')
  const sharing = shown.filter(({ shares }) => shares)
  const foremost = sharing.find(({ name }) => name === wanted) ?? sharing.find(({ name }) => name === front) ?? sharing[0]
  const onFront = useCallback(
    (name: string, opening = false) => {
      setFront(name)
      const { panel } = scope.store.getState().scenario.view
      if (!opening && REGISTRY.some(({ name, shares }) => shares && name === panel)) setMaximised(name)
    },
    [scope, setMaximised],
  )
  const maximised = only?.name ?? (names.includes(wanted) ? wanted : null)
  const compares = useScopeState(s => s.compared.length > 0)
  return (
    <div className="panels-frame">
      {compares && !only && <Compared />}
      <section className="panels" aria-label="Panels" data-maximised={maximised ?? undefined}>
        {[...(only ? [] : places), ...(alone ? [[alone]] : [])].map(place => (
          <div className="place" key={place[0]?.shares && place[0] !== alone ? 'shared' : place[0]?.name}>
            {place.map(({ name, title, shares, study, shown: fits, Panel }) => {
              const behind = shares !== undefined && place.length > 1 && name !== foremost?.name
              const other = place.find(p => p.name !== name)
              const props = {
                name,
                title,
                fits,
                // Nothing goes on from rows that were measured elsewhere.
                study: scope.traces.measured ? undefined : study,
                maximised: maximised === name,
                onMaximise: setMaximised,
                arrangement,
                behind,
                other,
                onFront,
              }
              return <Panel key={name} before={<PanelFace {...props} />} {...props} />
            })}
          </div>
        ))}
      </section>
      {!only && (
        <div className="panels-foot">
          <Drawer before={<div className="drawer" />} arrangement={arrangement} />
          <AboutPreset before={<p className="about-preset" />} />
        </div>
      )}
    </div>
  )
}
