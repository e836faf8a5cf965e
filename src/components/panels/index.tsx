/** The panels of the current scenario. */
export function Panels() {
  return <section aria-label="Panels" />
}
