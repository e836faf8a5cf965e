import { NumberControl } from './NumberControl'

/** How many of the sharpest directions of G an arm keeps or leaves out, and how often it looks for them. */
export function PartControls({ arm }: { arm: string }) {
  return (
    <>
      <NumberControl path="arm.rank" arm={arm} />
      <NumberControl path="arm.refresh" arm={arm} />
    </>
  )
}
