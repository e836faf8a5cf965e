import type { ComponentType } from 'react'
import { deferred } from '../ui/deferred'
import type { View } from './view'

export interface PanelPlace {
  readonly maximised: boolean
  readonly onMaximise: (name: string | null) => void
}

/** A panel that only some scenarios show: its code is fetched when one does. */
interface Extra {
  readonly name: string
  shown(view: View): boolean
  readonly Panel: ComponentType<PanelPlace>
}

/** In the order in which they stand on the page, after the panels of every scenario. */
export const EXTRAS: readonly Extra[] = [
  { name: 'layers', shown: view => (view.columns?.layers ?? 0) > 1, Panel: deferred(() => import('./LayersPanel')) },
  {
    name: 'cycles',
    shown: ({ scenario, traces }) => traces.studies.get('cycles') !== undefined || scenario.arms.some(a => a.schedule === 'triangular' || a.schedule === 'sawtooth'),
    Panel: deferred(() => import('./CyclesPanel')),
  },
]
