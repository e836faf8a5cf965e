/** The page over measurements of a model of the user's own: the same panels, read from the rows of checkpoints. Fetched when they are opened. */
import './measured.css'
import { useEffect, useLayoutEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { MeasuredState } from '../../store'
import { MessageStrip } from '../MessageStrip'
import { Staged } from '../panels/frame/Staged'
import { Panels } from '../panels/Panels'
import { ScopeContext } from '../scope'
import HintLayer from '../ui/HintLayer'
import { Checkpoints } from './Checkpoints'
import { MeasuredBar } from './MeasuredBar'
import { MeasuredControls } from './MeasuredControls'
import { onMeasuredKey } from './measuredKeys'

/** In place of the whole run; what the page says is still said over it. */
export default function MeasuredPage({ measured, onHelp }: { measured: MeasuredState; onHelp: () => void }) {
  const { scope } = measured
  const [sheet, setSheet] = useState(false)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onMeasuredKey(event, scope, onHelp)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [scope, onHelp])
  const present = useStore(scope.store, s => s.scenario.view.present)
  useLayoutEffect(() => {
    document.documentElement.dataset.present = present
  }, [present])
  return (
    <div className="app" data-testid="measured">
      <ScopeContext value={scope}>
        <MeasuredBar measured={measured} onHelp={onHelp} sheetOpen={sheet} onSheet={() => setSheet(!sheet)} />
      </ScopeContext>
      <MessageStrip />
      <ScopeContext value={scope}>
        <MeasuredControls measured={measured} open={sheet} onClose={() => setSheet(false)} />
        <main className="app-main" id="panels" tabIndex={-1}>
          <Staged>
            <Panels />
          </Staged>
          <HintLayer />
        </main>
        <Checkpoints measured={measured} />
      </ScopeContext>
    </div>
  )
}
