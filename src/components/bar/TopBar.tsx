/** The bar over the page: scenario, transport, readouts, and what leads to dialogs and files. */
import { Layers2 } from 'lucide-react'
import { Hint } from '../ui/Hint'
import { BarActions } from './BarActions'
import { Logo } from './Logo'
import { Facts, StepReadout } from './Readouts'
import { RunExportMenu } from './RunExportMenu'
import { ScenarioMenu } from './ScenarioMenu'
import { type Sheet, SheetButton } from './SheetButton'
import { Transport } from './Transport'

interface Props extends Sheet {
  readonly onKept: () => void
  readonly onShare: () => void
  readonly onHelp: () => void
}

/** The bar over everything. */
export function TopBar({ onKept, onShare, onHelp, sheetOpen, onSheet }: Props) {
  return (
    <header className="app-bar">
      <div className="bar-title">
        <Logo />
        <ScenarioMenu />
      </div>
      <div className="bar-transport">
        <Transport />
        <StepReadout />
        <SheetButton sheetOpen={sheetOpen} onSheet={onSheet} />
      </div>
      <Facts />
      <BarActions
        first={<CompareButton onKept={onKept} />}
        onShare={onShare}
        shareHint="A link that reproduces what is on screen"
        onHelp={onHelp}
      >
        <RunExportMenu />
      </BarActions>
    </header>
  )
}

function CompareButton({ onKept }: Pick<Props, 'onKept'>) {
  return (
    <Hint text="Keep this run, and lay kept ones beside it (K)">
      <button type="button" className="bar-button boxed" aria-label="Compare" onClick={onKept}>
        <Layers2 size={16} aria-hidden="true" />
        <span className="bar-button-text">Compare</span>
      </button>
    </Hint>
  )
}
