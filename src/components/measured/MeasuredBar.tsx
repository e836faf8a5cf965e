import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { formatValue } from '../../charts'
import type { MeasuredState } from '../../store'
import { BarActions } from '../bar/BarActions'
import { ExportMenu, useSave } from '../bar/ExportMenu'
import { Logo } from '../bar/Logo'
import { type Sheet, SheetButton } from '../bar/SheetButton'
import { useScopeState } from '../scope'
import { deferred } from '../ui/deferred'
import { Hint } from '../ui/Hint'
import { MenuWords } from '../ui/OptionMenu'

const MeasuredShare = deferred(() => import('./MeasuredShare'))

interface Props extends Sheet {
  readonly measured: MeasuredState
  readonly onHelp: () => void
}

/** The bar over measurements: the way back, which files, the checkpoint on screen, the fingerprint of the rows, and files of them. */
export function MeasuredBar({ measured, onHelp, sheetOpen, onSheet }: Props) {
  const step = useScopeState(s => s.step)
  const fingerprint = useScopeState(s => s.fingerprint)
  const [sharing, setSharing] = useState(false)
  const { files, checkpoints, close } = measured
  const names = files.join(', ')
  return (
    <header className="app-bar">
      <div className="bar-title">
        <Logo />
        <Hint text="Back to the run that was on screen">
          <button type="button" className="bar-button boxed" onClick={close}>
            <ArrowLeft size={16} aria-hidden="true" />
            Back<span className="visually-hidden"> to the run</span>
          </button>
        </Hint>
        <span className="measured-name" title={names} data-testid="measured-files">
          {names}
        </span>
      </div>
      <div className="bar-transport">
        <span className="readout step-readout">
          step <b>{formatValue(step)}</b>
          <span data-testid="step" data-status="measured" className="visually-hidden" aria-hidden="true">
            {step}
          </span>
        </span>
        <SheetButton sheetOpen={sheetOpen} onSheet={onSheet} />
      </div>
      <div className="facts">
        <span className="readout">
          {formatValue(checkpoints.length)} checkpoint{checkpoints.length > 1 ? 's' : ''}
        </span>
        <Hint text="Fingerprint of all rows, bit by bit: noisescope run --measurements prints the same one for the same files and settings.">
          <span className="readout fingerprint-readout">
            <span className="wide-only">fingerprint </span>
            <b data-testid="fingerprint">{fingerprint}</b>
          </span>
        </Hint>
      </div>
      <BarActions onShare={() => setSharing(true)} shareHint="A link cannot hold measurements" onHelp={onHelp}>
        <ExportRows measured={measured} />
      </BarActions>
      {sharing ? <MeasuredShare measured={measured} onClose={() => setSharing(false)} /> : null}
    </header>
  )
}

function ExportRows({ measured }: { measured: MeasuredState }) {
  const save = useSave(() => import('./exportRows'))
  return (
    <ExportMenu
      hint="Rows and eigenvalues as files; each panel exports its own picture"
      items={({ Item }) => (
        <>
          <Item className="menu-item plain" onClick={() => save(e => e.downloadCsv(measured))}>
            <MenuWords label="Rows, CSV" note="metrics.csv, a row per checkpoint" />
          </Item>
          <Item className="menu-item plain" onClick={() => save(e => e.downloadNpz(measured))}>
            <MenuWords label="Rows and eigenvalues, NPZ" note="every column as an array, and spectra.npz" />
          </Item>
        </>
      )}
    />
  )
}
