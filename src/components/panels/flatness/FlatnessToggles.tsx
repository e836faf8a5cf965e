import type { FlatnessOptions } from './spec'

interface Props {
  readonly options: FlatnessOptions
  readonly onChange: (options: FlatnessOptions) => void
}

/** λ₁ alone. */
export function FlatnessToggles({ options, onChange }: Props) {
  const { sharpness } = options
  return (
    <button
      type="button"
      className="panel-choice"
      aria-pressed={sharpness}
      onClick={() => onChange({ sharpness: !sharpness })}
      aria-label="λ₁ alone"
      data-hint="Show λ₁ alone, of H where it is measured"
    >
      λ₁
    </button>
  )
}
