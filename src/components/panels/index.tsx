import './panels.css'
import './popups.css'
import { Suspense, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { isPlanar, showsScatter } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { EllipseLegend } from './EllipseLegend'
import { cellsOf, EXTRAS } from './extras'
import { LaterPanel } from './LaterPanel'
import { Panel } from './Panel'
import { PlaneMenu } from './PlaneMenu'
import { ResetView } from './ResetView'
import { SplitToggle } from './SplitToggle'
import { alignmentSpec } from './specs/alignment'
import { landscapeSpec } from './specs/landscape'
import { lossSpec } from './specs/loss'
import { Stage, StageContext } from './stage'
import { StripOverlay, StripToggle } from './strip/StripOverlay'
import { Strip } from './strip/strip'

/** The panels of the current scenario. */
export function Panels() {
  const scope = useScope()
  const whole = useScopeState(s => isPlanar(s.scenario.model))
  const stage = useMemo(() => new Stage(scope), [scope])
  const landscape = useMemo(() => landscapeSpec(() => stage.redraw(), scope.requestGrid), [stage, scope])
  const strip = useMemo(() => new Strip(() => stage.redraw()), [stage])
  const loss = useMemo(() => lossSpec(strip), [strip])
  const [split, setSplit] = useState(false)
  const alignment = useMemo(() => alignmentSpec(split), [split])
  const shown = useSyncExternalStore(stage.texts.subscribe, () =>
    EXTRAS.filter(extra => extra.shown(stage.view))
      .map(extra => extra.name)
      .join(),
  ).split(',')
  const scatter = useSyncExternalStore(stage.texts.subscribe, () => showsScatter(stage.view.scenario))
  const cells = cellsOf(shown, scatter)
  const panels = EXTRAS.filter(({ name, last }) => shown.includes(name) && !last).length + (scatter ? 4 : 3)
  const [wanted, setMaximised] = useState<string | null>(null)
  const maximised = EXTRAS.some(({ name }) => name === wanted && !shown.includes(name)) ? null : wanted
  useEffect(() => stage.start(), [stage])
  const common = (name: string) => ({ maximised: maximised === name, onMaximise: setMaximised })
  const extras = (leading: boolean) =>
    EXTRAS.map(({ name, leads = false, wide = false, tall = false, Panel: Extra }) =>
      shown.includes(name) && leads === leading ? (
        <Suspense
          key={name}
          fallback={<article className="panel" data-panel={name} data-wide={wide || undefined} data-tall={tall || undefined} />}
        >
          <Extra {...common(name)} wide={wide} tall={tall} />
        </Suspense>
      ) : null,
    )
  return (
    <StageContext value={stage}>
      <div className="panels-frame">
        <section
          className="panels"
          aria-label="Panels"
          data-maximised={maximised ?? undefined}
          data-rest={cells < 4 ? cells - 4 : (cells - 4) % 3}
          data-odd={panels % 2 === 1 || undefined}
        >
          <Panel
            spec={landscape}
            {...common('landscape')}
            choice={<PlaneMenu />}
            tools={<ResetView landscape={landscape} />}
            legend={<EllipseLegend shown={landscape.ellipses} />}
            note={
              whole
                ? 'There are no other directions: this is the whole loss.'
                : 'Paths are projected; contours are the exact loss on the plane.'
            }
          />
          {extras(true)}
          <Panel spec={alignment} {...common('alignment')} tools={<SplitToggle on={split} onChange={setSplit} />} />
          <LaterPanel name="directions" title="Directional alignment" {...common('directions')} />
          {scatter ? <LaterPanel name="scatter" title="Noise against curvature" {...common('scatter')} /> : null}
          <LaterPanel name="flatness" title="Flatness" {...common('flatness')} />
          <Panel spec={loss} {...common('loss')} tools={<StripToggle strip={strip} />} overlay={<StripOverlay strip={strip} />} />
          {extras(false)}
        </section>
      </div>
    </StageContext>
  )
}
