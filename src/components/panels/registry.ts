import type { ComponentType } from 'react'
import {
  type ChosenStudy,
  isCyclic,
  isNetwork,
  isPlanar,
  isSgd,
  mayBeginEscape,
  type Scenario,
  showsEscape,
  showsScatter,
  startsAtMinimum,
} from '../../scenario'
import type { StudyKind } from '../../store'
import { type Before, deferred } from '../ui/deferred'
import { AlignmentPanel } from './alignment/Panel'
import type { PanelPlace, PanelSize } from './frame/place'
import { LossPanel } from './loss/Panel'
import type { View } from './reading/view'

/**
 * The table of panels, in the order in which they stand on the page: what a scenario is about comes before what every
 * scenario shows. To add a panel, make its folder (`spec.ts`, `sentence.ts`, `Panel.tsx`, a test) and add its line here.
 */
interface RegistryEntry {
  readonly name: string
  readonly title: string
  /** The one place that says when the panel is on the page. */
  shown(view: View): boolean
  /** A cell unless said otherwise. */
  readonly size?: PanelSize
  readonly study?: StudyKind
  /** Deferred: its code is fetched after the first picture, when the panel is first shown. */
  readonly Panel: ComponentType<PanelPlace & Before>
}

const always = () => true

/** A single sample's gradient is the whole one: minibatches make no noise, wherever the weights are. */
const hasNoise = ({ scenario: { data, measure } }: View) => data.n > 1 || measure.sigma === 'uncentred'

/** A panel for every study that a scenario can ask for by name, in their order on the page. */
const CHOSEN: Readonly<Record<ChosenStudy, Pick<RegistryEntry, 'title' | 'Panel'> & { fits?(scenario: Scenario): boolean }>> = {
  diagonals: { title: 'Entry by entry', Panel: deferred(() => import('./diagonals/Panel')) },
  variance: { title: 'Variance and flatness', Panel: deferred(() => import('./variance/Panel')) },
  temperature: { title: 'Effective temperature', Panel: deferred(() => import('./temperature/Panel')) },
  seeds: { title: 'Over seeds', Panel: deferred(() => import('./seeds/Panel')) },
  // A planar model has no inputs to classify.
  margin: { title: 'Margin', fits: s => !isPlanar(s.model), Panel: deferred(() => import('./margin/Panel')) },
}

const STUDY_PANELS = (Object.keys(CHOSEN) as ChosenStudy[]).map((study): RegistryEntry => {
  const { title, Panel, fits = always } = CHOSEN[study]
  return { name: study, title, study, size: 'large', shown: ({ scenario }) => scenario.view.study === study && fits(scenario), Panel }
})

export const REGISTRY: readonly RegistryEntry[] = [
  { name: 'landscape', title: 'Landscape', size: 'first', shown: always, Panel: deferred(() => import('./landscape/Panel')) },
  {
    name: 'stability',
    title: 'Stability map',
    size: 'large',
    study: 'map',
    shown: ({ scenario, traces }) => scenario.preset === 'stability-map' || traces.studies.get('map') !== undefined,
    Panel: deferred(() => import('./stability/Panel')),
  },
  {
    name: 'ensemble',
    title: 'Ensemble',
    size: 'large',
    shown: ({ scenario }) => scenario.ensemble.R > 0,
    Panel: deferred(() => import('./ensemble/Panel')),
  },
  {
    name: 'sharp',
    title: 'Sharp against flat',
    size: 'first',
    // Of a network it begins where an escape does.
    shown: ({ scenario }) =>
      showsEscape(scenario) && (!isNetwork(scenario.model) || scenario.arms.some((_, a) => mayBeginEscape(scenario, a))),
    Panel: deferred(() => import('./sharp/Panel')),
  },
  {
    name: 'energy',
    title: 'Energy by direction',
    shown: ({ scenario }) => showsEscape(scenario),
    Panel: deferred(() => import('./energy/Panel')),
  },
  {
    name: 'escape',
    title: 'Escape',
    study: 'curves',
    shown: ({ scenario }) => showsEscape(scenario),
    Panel: deferred(() => import('./escape/Panel')),
  },
  {
    name: 'success',
    title: 'Success',
    study: 'success',
    shown: ({ scenario }) => scenario.model.kind === 'zhu-2d' && scenario.arms.some(isSgd),
    Panel: deferred(() => import('./success/Panel')),
  },
  {
    name: 'sweep',
    title: 'Sweep',
    size: 'large',
    study: 'sweep',
    shown: ({ scenario }) => scenario.sweep.over !== 'none',
    Panel: deferred(() => import('./sweep/Panel')),
  },
  {
    name: 'cycles',
    title: 'Cycle by cycle',
    size: 'large',
    study: 'cycles',
    shown: ({ scenario, traces }) => traces.studies.get('cycles') !== undefined || scenario.arms.some(isCyclic),
    Panel: deferred(() => import('./cycles/Panel')),
  },
  {
    name: 'sections',
    title: 'Cross-sections',
    shown: ({ scenario }) => scenario.view.study === 'sections',
    Panel: deferred(() => import('./sections/Panel')),
  },
  ...STUDY_PANELS,
  {
    name: 'answers',
    title: 'Answers by hops',
    shown: ({ columns }) => (columns?.widths.accuracy ?? 0) > 0,
    Panel: deferred(() => import('./answers/Panel')),
  },
  {
    name: 'attention',
    title: 'Attention',
    shown: ({ scenario }) => scenario.model.kind === 'transformer',
    Panel: deferred(() => import('./attention/Panel')),
  },
  { name: 'alignment', title: 'Loss alignment', shown: hasNoise, Panel: AlignmentPanel },
  { name: 'directions', title: 'Directional alignment', shown: hasNoise, Panel: deferred(() => import('./directions/Panel')) },
  {
    name: 'scatter',
    title: 'Noise against curvature',
    shown: ({ scenario }) => showsScatter(scenario),
    Panel: deferred(() => import('./scatter/Panel')),
  },
  { name: 'flatness', title: 'Flatness', size: 'stretch', shown: always, Panel: deferred(() => import('./flatness/Panel')) },
  {
    name: 'sharpness',
    title: 'Batch sharpness',
    shown: ({ scenario: { measure } }) => measure.batches > 0 || measure.edge === 'on',
    Panel: deferred(() => import('./sharpness/Panel')),
  },
  { name: 'loss', title: 'Loss', size: 'rest', shown: always, Panel: LossPanel },
  {
    name: 'displacement',
    title: 'Displacement',
    // Of a linear model the energies say it all: there it would push the loss off the screen.
    shown: ({ scenario }) =>
      scenario.model.kind !== 'linear' && (startsAtMinimum(scenario) || scenario.arms.some((_, a) => mayBeginEscape(scenario, a))),
    Panel: deferred(() => import('./displacement/Panel')),
  },
  { name: 'layers', title: 'Layers', shown: ({ columns }) => (columns?.layers ?? 0) > 1, Panel: deferred(() => import('./layers/Panel')) },
  {
    name: 'spectrum',
    title: 'Spectrum',
    size: 'row',
    study: 'spectrum',
    // The curvature of a linear model is that of its data, and stays: its spectrum is shown where eigenvalues of H are asked for.
    shown: ({ scenario: s }) => !isPlanar(s.model) && !startsAtMinimum(s) && (s.model.kind !== 'linear' || s.measure.hessian > 0),
    Panel: deferred(() => import('./spectrum/Panel')),
  },
]

/** The panels that a view has, in order. */
export const panelsOf = (view: View): readonly RegistryEntry[] => REGISTRY.filter(panel => panel.shown(view))

/** Cells of the three-column grid, beside and below the landscape, that a panel takes before the loss. */
const CELLS: Readonly<Record<PanelSize, number>> = { cell: 1, stretch: 1, large: 4, first: 0, rest: 0, row: 0 }

/**
 * What the grid must know of the panels on it: how many cells of the last row of three are filled before the loss (negative:
 * short of the first two rows), and whether a cell of the last row of two is free.
 */
export function gridOf(panels: readonly Pick<RegistryEntry, 'size'>[]): { readonly rest: number; readonly odd: boolean } {
  const sizes = panels.map(({ size = 'cell' }) => CELLS[size])
  const cells = sizes.reduce((sum, size) => sum + size, 0)
  return { rest: cells < 4 ? cells - 4 : (cells - 4) % 3, odd: sizes.filter(size => size > 0).length % 2 === 1 }
}
