import { NumberControl } from './NumberControl'

/** How long chains of symbols are, and how far questions go along them. */
export default function QuestionControls() {
  return (
    <>
      <NumberControl path="data.symbols" />
      <NumberControl path="data.pairs" />
      <NumberControl path="data.hops" />
    </>
  )
}
