import type { FlatnessOptions } from './spec'

interface Props {
  readonly options: FlatnessOptions
  readonly onChange: (options: FlatnessOptions) => void
}

/** λ₁ alone, and the time of the gradient flow in place of steps. */
export function FlatnessToggles({ options, onChange }: Props) {
  const { axis, sharpness } = options
  return (
    <>
      <button
        type="button"
        className="panel-choice"
        aria-pressed={sharpness}
        onClick={() => onChange({ ...options, sharpness: !sharpness })}
        aria-label="λ₁ alone"
        data-hint="Show λ₁ alone, of H where it is measured"
      >
        λ₁
      </button>
      <button
        type="button"
        className="panel-choice"
        aria-pressed={axis === 'time'}
        onClick={() => onChange({ ...options, axis: axis === 'time' ? 'step' : 'time' })}
        aria-label="η·t as the axis"
        data-hint="Show η·t, the sum of the learning rates, in place of steps"
      >
        η·t
      </button>
    </>
  )
}
