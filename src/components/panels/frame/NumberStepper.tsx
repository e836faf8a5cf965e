import './numberStepper.css'
import { NumberField } from '@base-ui/react/number-field'
import { Minus, Plus } from 'lucide-react'

interface Props {
  label: string
  value: number
  min: number
  max: number
  onChange: (value: number) => void
}

/** A small whole number with a button on each side. */
export function NumberStepper({ label, value, min, max, onChange }: Props) {
  return (
    <NumberField.Root
      className="stepper"
      value={value}
      min={min}
      max={max}
      step={1}
      onValueChange={next => next !== null && Number.isInteger(next) && next !== value && onChange(next)}
    >
      <span className="stepper-label" aria-hidden="true">
        {label}
      </span>
      <NumberField.Group className="stepper-group">
        <NumberField.Decrement className="stepper-button" aria-label={`${label}: one less`}>
          <Minus size={13} aria-hidden />
        </NumberField.Decrement>
        <NumberField.Input className="stepper-input" aria-label={label} />
        <NumberField.Increment className="stepper-button" aria-label={`${label}: one more`}>
          <Plus size={13} aria-hidden />
        </NumberField.Increment>
      </NumberField.Group>
    </NumberField.Root>
  )
}
