import type { PartOf } from '../../../store'
import { number } from '../reading/numbers'
import { partsOf } from '../reading/studies'
import type { View } from '../reading/view'

/** The eigenvalues of H and G at one step of one arm. */
export type SpectrumReading = PartOf<'spectrum'>

/** The last that was computed; undefined before the first. */
export const partOf = (view: View): SpectrumReading | undefined => partsOf(view, 'spectrum')[0]

/** "28.5", or "28.5 ± 0.3" where it is estimated. */
export const estimated = ({ value, se }: { value: number; se: number }) => `${number(value, 3)}${se > 0 ? ` ± ${number(se, 2)}` : ''}`

/** Whether every eigenvalue was computed. */
export const isExact = ({ H, G }: SpectrumReading) => H.exact && G.exact
