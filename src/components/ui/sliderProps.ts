import type { ReactNode } from 'react'

/** What a slider shows and tells: its face of the first picture and the one that can be moved take the same. */
export interface SliderProps {
  /** Positions are 0 … max. */
  readonly max: number
  readonly value: number
  /** Positions of Page Up and Page Down. */
  readonly largeStep: number
  readonly disabled?: boolean | undefined
  readonly label: string
  /** The value in words, to be read aloud. */
  readonly text: string
  /** Drawn on the track, under the thumb. */
  readonly children?: ReactNode
  readonly onChange: (position: number, byKeyboard: boolean) => void
  readonly onCommit?: (byKeyboard: boolean) => void
}
