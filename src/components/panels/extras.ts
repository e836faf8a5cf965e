import type { ComponentType } from 'react'
import { isPlanar, mayDrive, showsEscape, startsAtMinimum } from '../../scenario'
import { deferred } from '../ui/deferred'
import type { View } from './view'

export interface PanelPlace {
  readonly maximised: boolean
  readonly onMaximise: (name: string | null) => void
  /** Takes two columns where there are three. */
  readonly wide?: boolean
  readonly tall?: boolean
}

/** A panel that only some scenarios show: its code is fetched when one does. */
interface Extra {
  readonly name: string
  shown(view: View): boolean
  /** What the scenario is about: it stands beside the landscape, before the panels of every scenario. */
  readonly leads?: true
  readonly wide?: true
  /** Two rows high where there are three columns; only beside `wide`. */
  readonly tall?: true
  /** Wanted seldom: it stands in a row of its own, after the loss. */
  readonly last?: true
  readonly Panel: ComponentType<PanelPlace>
}

/** Cells of the three-column grid beside and below the landscape that are filled before the loss; scatter is one of four. */
export function cellsOf(shown: readonly string[], scatter: boolean): number {
  const extra = EXTRAS.reduce(
    (sum, { name, wide, tall, last }) => sum + (shown.includes(name) && !last ? (wide ? 2 : 1) * (tall ? 2 : 1) : 0),
    0,
  )
  return (scatter ? 4 : 3) + extra
}

/** In the order in which they stand on the page: those that lead before the panels of every scenario, the others after. */
export const EXTRAS: readonly Extra[] = [
  {
    name: 'stability',
    leads: true,
    wide: true,
    tall: true,
    shown: ({ scenario, traces }) => scenario.preset === 'stability-map' || traces.studies.get('map') !== undefined,
    Panel: deferred(() => import('./StabilityPanel')),
  },
  {
    name: 'ensemble',
    leads: true,
    wide: true,
    tall: true,
    shown: ({ scenario }) => scenario.ensemble.R > 0,
    Panel: deferred(() => import('./EnsemblePanel')),
  },
  { name: 'energy', leads: true, shown: ({ scenario }) => showsEscape(scenario), Panel: deferred(() => import('./escape/EnergyPanel')) },
  { name: 'escape', leads: true, shown: ({ scenario }) => showsEscape(scenario), Panel: deferred(() => import('./escape/EscapePanel')) },
  {
    name: 'success',
    leads: true,
    shown: ({ scenario }) => scenario.model.kind === 'zhu-2d' && scenario.arms.some(a => a.kind === 'sgd'),
    Panel: deferred(() => import('./SuccessPanel')),
  },
  {
    name: 'displacement',
    // Of a linear model the energies say it all: there it would push the loss off the screen.
    shown: ({ scenario }) =>
      scenario.model.kind !== 'linear' && (startsAtMinimum(scenario) || scenario.arms.some((_, a) => mayDrive(scenario, a))),
    Panel: deferred(() => import('./escape/DisplacementPanel')),
  },
  { name: 'sweep', leads: true, shown: view => view.scenario.sweep.over !== 'none', Panel: deferred(() => import('./SweepPanel')) },
  { name: 'layers', shown: view => (view.columns?.layers ?? 0) > 1, Panel: deferred(() => import('./LayersPanel')) },
  {
    name: 'spectrum',
    last: true,
    // The curvature of a linear model is that of its data, and stays: its spectrum is shown where eigenvalues of H are asked for.
    shown: ({ scenario: s }) => !isPlanar(s.model) && !startsAtMinimum(s) && (s.model.kind !== 'linear' || s.measure.hessian > 0),
    Panel: deferred(() => import('./SpectrumPanel')),
  },
  {
    name: 'cycles',
    leads: true,
    shown: ({ scenario, traces }) =>
      traces.studies.get('cycles') !== undefined || scenario.arms.some(a => a.schedule === 'triangular' || a.schedule === 'sawtooth'),
    Panel: deferred(() => import('./CyclesPanel')),
  },
  {
    name: 'diagonals',
    leads: true,
    shown: ({ scenario }) => scenario.view.study === 'diagonals',
    Panel: deferred(() => import('./DiagonalsPanel')),
  },
  {
    name: 'variance',
    leads: true,
    shown: ({ scenario }) => scenario.view.study === 'variance',
    Panel: deferred(() => import('./VariancePanel')),
  },
  {
    name: 'temperature',
    leads: true,
    shown: ({ scenario }) => scenario.view.study === 'temperature',
    Panel: deferred(() => import('./TemperaturePanel')),
  },
  {
    name: 'margin',
    leads: true,
    shown: ({ scenario }) => scenario.view.study === 'margin' && !isPlanar(scenario.model),
    Panel: deferred(() => import('./MarginPanel')),
  },
]
