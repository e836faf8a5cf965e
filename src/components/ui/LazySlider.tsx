import { type ReactNode, Suspense } from 'react'
import { deferred } from './deferred'

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

const SliderShell = deferred(() => import('./SliderShell'))

/** A slider that is drawn with the first picture and can be moved as soon as its code is there. */
export function LazySlider(props: SliderProps) {
  return (
    <Suspense fallback={<SliderFace {...props} />}>
      <SliderShell {...props} />
    </Suspense>
  )
}

function SliderFace({ max, value, disabled, children }: SliderProps) {
  const at = `${(100 * value) / max}%`
  return (
    <div className="slider" data-disabled={disabled || undefined} aria-hidden="true">
      <div className="slider-control">
        <div className="slider-track">
          <div className="slider-filled" style={{ height: 'inherit', width: at }} />
          {children}
          <div className="slider-thumb" style={{ position: 'absolute', top: '50%', insetInlineStart: at, translate: '-50% -50%' }} />
        </div>
      </div>
    </div>
  )
}
