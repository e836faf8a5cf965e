import { X } from 'lucide-react'
import type { ReactNode } from 'react'

export interface SheetState {
  /** On a narrow screen the controls are a sheet that opens over the panels. */
  readonly open: boolean
  readonly onClose: () => void
}

/** The column of controls. */
export function ControlsSheet({ open, onClose, children }: SheetState & { readonly children: ReactNode }) {
  return (
    <aside id="controls" className="app-controls" aria-label="Controls" data-open={open}>
      <div className="sheet-head">
        <span>Controls</span>
        <button type="button" className="icon-button" aria-label="Close the controls" onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </button>
      </div>
      <div className="controls-body">{children}</div>
    </aside>
  )
}
