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
import type { PanelName, PanelPlace } from './frame/place'
import { LossPanel } from './loss/Panel'
import type { View } from './reading/view'

/**
 * The table of panels: what a scenario is about comes before what every scenario has. Which of them stand on the page, and in
 * which order, the preset says (`view.panels`). To add a panel, make its folder (`spec.ts`, `sentence.ts`, `Panel.tsx`, a test)
 * and add its line here.
 */
interface RegistryEntry extends PanelName {
  /** The one place that says when there is such a panel. */
  shown(view: View): boolean
  readonly study?: StudyKind
  /** There is one of rows that were measured elsewhere too. */
  readonly measured?: true
  /** Deferred: its code is fetched after the first picture, when the panel is first shown. */
  readonly Panel: ComponentType<PanelPlace & Before>
}

const always = () => true

/** A single sample's gradient is the whole one: minibatches make no noise, wherever the weights are. */
const hasNoise = ({ scenario: { data, measure } }: View) => data.n > 1 || measure.sigma === 'uncentred'

/** A panel for every study that a scenario can ask for by name, in their order on the page; `chosen.tsx` has their code. */
const CHOSEN: Readonly<Record<ChosenStudy, { readonly title: string; fits?(scenario: Scenario): boolean }>> = {
  diagonals: { title: 'Entry by entry' },
  variance: { title: 'Variance and flatness' },
  gap: { title: 'Sharpness gap', fits: s => !isPlanar(s.model) },
  reshuffled: { title: 'Reshuffled epochs' },
  intrinsic: { title: 'Intrinsic time', fits: s => s.model.kind === 'linear' },
  temperature: { title: 'Effective temperature' },
  seeds: { title: 'Over seeds' },
  // A planar model has no inputs to classify.
  margin: { title: 'Margin', fits: s => !isPlanar(s.model) },
}
const Chosen = deferred(() => import('./chosen'))

const STUDY_PANELS = (Object.keys(CHOSEN) as ChosenStudy[]).map((study): RegistryEntry => {
  const { title, fits = always } = CHOSEN[study]
  const shown = ({ scenario }: View) => scenario.view.study === study && fits(scenario)
  return { name: study, title, study, asked: true, shown, Panel: Chosen }
})

export const REGISTRY: readonly RegistryEntry[] = [
  { name: 'landscape', title: 'Landscape', shares: true, shown: always, Panel: deferred(() => import('./landscape/Panel')) },
  {
    name: 'stability',
    title: 'Stability map',
    asked: true,
    study: 'map',
    shown: ({ scenario, traces }) => scenario.preset === 'stability-map' || traces.studies.get('map') !== undefined,
    Panel: deferred(() => import('./stability/Panel')),
  },
  {
    name: 'ensemble',
    title: 'Ensemble',
    study: 'tail-index',
    asked: true,
    shown: ({ scenario }) => scenario.ensemble.R > 0,
    Panel: deferred(() => import('./ensemble/Panel')),
  },
  {
    name: 'sharp',
    title: 'Sharp against flat',
    shares: true,
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
    asked: true,
    study: 'sweep',
    shown: ({ scenario }) => scenario.sweep.over !== 'none',
    Panel: deferred(() => import('./sweep/Panel')),
  },
  {
    name: 'grid',
    title: 'Sweep over settings',
    asked: true,
    study: 'grid',
    shown: ({ scenario }) => scenario.view.grid !== '',
    Panel: deferred(() => import('./grid/Panel')),
  },
  {
    name: 'cycles',
    title: 'Cycle by cycle',
    asked: true,
    study: 'cycles',
    shown: ({ scenario, traces }) => traces.studies.get('cycles') !== undefined || scenario.arms.some(isCyclic),
    Panel: deferred(() => import('./cycles/Panel')),
  },
  {
    name: 'sections',
    title: 'Cross-sections',
    asked: true,
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
  {
    name: 'confusion',
    title: 'Confusion',
    shown: ({ scenario: { data, model } }) =>
      !isPlanar(model) && (data.source === 'mnist' || data.source === 'hops' || (data.source === 'file' && data.predict !== 'numbers')),
    Panel: deferred(() => import('./confusion/Panel')),
  },
  { name: 'alignment', title: 'Loss alignment', measured: true, shown: hasNoise, Panel: AlignmentPanel },
  {
    name: 'directions',
    title: 'Directional alignment',
    measured: true,
    shown: hasNoise,
    Panel: deferred(() => import('./directions/Panel')),
  },
  {
    name: 'scatter',
    title: 'Noise against curvature',
    measured: true,
    shown: ({ scenario }) => showsScatter(scenario),
    Panel: deferred(() => import('./scatter/Panel')),
  },
  { name: 'flatness', title: 'Flatness', measured: true, shown: always, Panel: deferred(() => import('./flatness/Panel')) },
  {
    name: 'sharpness',
    title: 'Batch sharpness',
    study: 'edge-test',
    measured: true,
    shown: ({ scenario: { measure } }) => measure.batches > 0 || measure.edge === 'on',
    Panel: deferred(() => import('./sharpness/Panel')),
  },
  { name: 'loss', title: 'Loss', measured: true, shown: always, Panel: LossPanel },
  {
    name: 'eigenvalues',
    title: 'Eigenvalues',
    measured: true,
    shown: ({ traces }) => Boolean(traces.measured),
    Panel: deferred(() => import('./eigenvalues/Panel')),
  },
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
    study: 'spectrum',
    // The curvature of a linear model is that of its data, and stays: its spectrum is shown where eigenvalues of H are asked for.
    shown: ({ scenario: s }) => !isPlanar(s.model) && !startsAtMinimum(s) && (s.model.kind !== 'linear' || s.measure.hessian > 0),
    Panel: deferred(() => import('./spectrum/Panel')),
  },
]

/** The panels that a view has, in the order of the table. */
export const panelsOf = (view: View): readonly RegistryEntry[] =>
  REGISTRY.filter(panel => panel.shown(view) && (panel.measured ?? !view.traces.measured))
