/** The part of a slider that is fetched: see LazySlider. */
import { Slider } from '@base-ui/react/slider'
import type { SliderProps } from './sliderProps'

/** A slider from 0 to `max` in whole positions. */
export default function SliderShell({ max, value, largeStep, disabled, label, text, children, onChange, onCommit }: SliderProps) {
  return (
    <Slider.Root
      className="slider"
      min={0}
      max={max}
      value={value}
      disabled={disabled}
      largeStep={largeStep}
      onValueChange={(position, { reason }) => onChange(position, reason === 'keyboard')}
      onValueCommitted={(_, { reason }) => onCommit?.(reason === 'keyboard')}
    >
      <Slider.Control className="slider-control">
        <Slider.Track className="slider-track">
          <Slider.Indicator className="slider-filled" />
          {children}
          <Slider.Thumb className="slider-thumb" aria-label={label} getAriaValueText={() => text} />
        </Slider.Track>
      </Slider.Control>
    </Slider.Root>
  )
}
