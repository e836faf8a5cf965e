import { SlidersHorizontal } from 'lucide-react'

/** The controls as a sheet over the panels, on a narrow screen. */
export interface Sheet {
  readonly sheetOpen: boolean
  readonly onSheet: () => void
}

/** Opens and closes that sheet. */
export function SheetButton({ sheetOpen, onSheet }: Sheet) {
  return (
    <button
      type="button"
      className="bar-button boxed sheet-button"
      aria-expanded={sheetOpen}
      aria-controls="controls"
      aria-label="Controls"
      onClick={onSheet}
    >
      <SlidersHorizontal size={16} aria-hidden="true" />
    </button>
  )
}
