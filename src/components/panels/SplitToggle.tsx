import { Toggle } from '@base-ui/react/toggle'

/** Shows or hides the factors α and β of μ. */
export function SplitToggle({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  return (
    <Toggle
      className="panel-choice"
      pressed={on}
      onPressedChange={onChange}
      aria-label="α β: the factors of μ"
      title="Show α and β, whose product is μ"
    >
      α β
    </Toggle>
  )
}
