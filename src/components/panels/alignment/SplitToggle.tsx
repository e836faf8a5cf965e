/** Shows or hides the factors α and β of μ. */
export function SplitToggle({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button
      type="button"
      className="panel-choice"
      aria-pressed={on}
      onClick={() => onChange(!on)}
      aria-label="α β: the factors of μ"
      data-hint="Show α and β, whose product is μ"
    >
      α β
    </button>
  )
}
