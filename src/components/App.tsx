/** The page as a whole: what is on screen at once, and what is fetched when it is needed. */
import './styles/tokens.css'
import './styles/fonts.css'
import './styles/base.css'
import './styles/layout.css'
import './styles/buttons.css'
import './styles/bar.css'
import './styles/controls.css'
import './styles/popups.css'
import './styles/timeline.css'
import { useCallback, useEffect, useLayoutEffect, useState } from 'react'
import type { Message } from '../store'
import { TopBar } from './bar/TopBar'
import { Controls } from './controls/Controls'
import { embedded } from './embedded'
import { MessageStrip } from './MessageStrip'
import { Staged } from './panels/frame/Staged'
import { Panels } from './panels/Panels'
import { type Dialog, reopened } from './reloadPage'
import { useScope, useScopeState } from './scope'
import { Timeline } from './timeline/Timeline'
import { deferred, onMissing, pictureShown } from './ui/deferred'
import { useShortcuts } from './useShortcuts'

const MissingData = deferred(() => import('./data/MissingData'))
const DropZone = deferred(() => import('./data/DropZone'))
const HintLayer = deferred(() => import('./ui/HintLayer'))
const KeptDialog = deferred(() => import('./kept/KeptDialog'))
const ShareDialog = deferred(() => import('./dialogs/ShareDialog'))
const EmbedBar = deferred(() => import('./embed/EmbedBar'))
const HelpDialog = deferred(() => import('./dialogs/HelpDialog'))
const MeasuredPage = deferred(() => import('./measured/MeasuredPage'))

/** Any touch tries again, so that of the button too. */
const MISSING: Message = {
  kind: 'error',
  text: 'A part of this page could not be fetched. Check the connection.',
  action: { label: 'Retry', act() {} },
}

/** The screen: bar, controls, panels, timeline. */
export function App() {
  const [dialog, setDialog] = useState<Dialog>(reopened)
  const [sheet, setSheet] = useState(false)
  const openHelp = useCallback(() => setDialog('help'), [])
  const openKept = useCallback(() => setDialog('kept'), [])
  const openShare = useCallback(() => setDialog('share'), [])
  const [dropped, setDropped] = useState<readonly File[]>([])
  const onDropped = useCallback((files: readonly File[]) => {
    setDropped(files)
    setDialog('kept')
  }, [])
  const close = useCallback(() => {
    setDialog(null)
    setDropped([])
  }, [])
  const scope = useScope()
  const measured = useScopeState(s => s.measured)
  useShortcuts(openHelp, openKept, measured === null)
  useEffect(
    () =>
      onMissing(missing => {
        if (missing) scope.say(MISSING)
        else if (scope.store.getState().message === MISSING) scope.say(null)
      }),
    [scope],
  )
  const shown = useScopeState(s => s.status !== 'loading')
  const missing = useScopeState(s => s.own.missing !== null)
  const present = useScopeState(s => s.scenario.view.present)
  useLayoutEffect(() => {
    if (!measured) document.documentElement.dataset.present = present
  }, [present, measured])
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(pictureShown, 200)
    return () => clearTimeout(timer)
  }, [shown])
  if (embedded !== null)
    return (
      <div className="app" data-embed>
        <MessageStrip dialog={dialog} />
        <main className="app-main" id="panels">
          <Staged>
            <Panels />
          </Staged>
          <HintLayer />
        </main>
        <EmbedBar />
      </div>
    )
  const kept = dialog === 'kept' ? <KeptDialog files={dropped} onClose={close} /> : null
  const help = dialog === 'help' ? <HelpDialog onClose={close} /> : null
  if (measured)
    return (
      <>
        <MeasuredPage before={<div className="app" />} measured={measured} onHelp={openHelp} />
        <DropZone onKept={onDropped} />
        {kept}
        {help}
      </>
    )
  return (
    <>
      <div className="app">
        <button type="button" className="skip-link" onClick={skipToPanels}>
          Skip to the panels
        </button>
        <TopBar onKept={openKept} onShare={openShare} onHelp={openHelp} sheetOpen={sheet} onSheet={() => setSheet(!sheet)} />
        <MessageStrip dialog={dialog} />
        <Staged>
          <Controls open={sheet} onClose={() => setSheet(false)} />
          <main className="app-main" id="panels" tabIndex={-1}>
            <Panels />
            {missing ? <MissingData /> : null}
            <HintLayer />
          </main>
        </Staged>
        <Timeline />
      </div>
      <DropZone onKept={onDropped} />
      {kept}
      {dialog === 'share' ? <ShareDialog onClose={close} /> : null}
      {help}
    </>
  )
}

/** The address's fragment is the scenario's, so this is no link. */
function skipToPanels(): void {
  document.getElementById('panels')?.focus()
}
