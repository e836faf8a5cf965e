/** A slider whose code is fetched after the first picture; it stands still until then. */
import { deferred } from './deferred'
import type { SliderProps } from './sliderProps'

const SliderShell = deferred(() => import('./SliderShell'))

/** A slider that is drawn with the first picture and can be moved as soon as its code is there. */
export function LazySlider(props: SliderProps) {
  return <SliderShell before={<SliderFace {...props} />} {...props} />
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
