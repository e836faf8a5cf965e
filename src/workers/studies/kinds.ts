import type { ChosenStudy, ReadPoint } from '../../scenario'
import type { CurvesPart, CurvesTask } from './curves'
import type { CyclesPart, CyclesTask } from './cycles'
import type { DiagonalsPart, DiagonalsTask } from './diagonals'
import type { EdgeTestPart, EdgeTestTask } from './edgeTest'
import type { GapPart, GapTask } from './gap'
import type { GridTask } from './grid'
import type { IntrinsicPart, IntrinsicTask } from './intrinsic'
import type { MapPart, MapTask } from './map'
import type { MarginPart, MarginTask } from './margin'
import type { ReshuffledPart, ReshuffledTask } from './reshuffled'
import type { ScriptPart, ScriptTask } from './script'
import type { SeedsPart, SeedsTask } from './seeds'
import type { SpectrumPart, SpectrumTask } from './spectrum'
import type { Compute } from './study'
import type { SuccessPart, SuccessTask } from './success'
import type { SweepPart, SweepTask } from './sweep'
import type { TailIndexPart, TailIndexTask } from './tailIndex'
import type { TemperaturePart, TemperatureTask } from './temperature'
import type { VariancePart, VarianceTask } from './variance'

/**
 * Studies: long computations beside the live run, each in workers of its own, so that the run goes on and Cancel acts at
 * once. A study is a list of tasks; every task gives one part, and parts are shown as they come. To add a kind:
 *  1. write what it computes as a pure function in `sim` or `theory`;
 *  2. `workers/studies/KIND.ts`: types KindTask and KindPart (structured-cloneable), and `compute: Compute<KindTask, KindPart>`;
 *  3. name it in StudyKinds and LOADERS here;
 *  4. `store/studyPlans/KIND.ts`: which tasks a scenario asks for, named in `store/studyPlans/index.ts`;
 *  5. `cli/study/kinds.ts`: its name and words on the command line, and docs/studies.md;
 *  6. a panel reads `view.traces.studies.get(KIND)` and shows `StudyControl`.
 */
export interface StudyKinds {
  readonly sweep: { readonly task: SweepTask; readonly part: SweepPart }
  readonly spectrum: { readonly task: SpectrumTask; readonly part: SpectrumPart }
  readonly cycles: { readonly task: CyclesTask; readonly part: CyclesPart }
  readonly diagonals: { readonly task: DiagonalsTask; readonly part: DiagonalsPart }
  readonly 'edge-test': { readonly task: EdgeTestTask; readonly part: EdgeTestPart }
  readonly gap: { readonly task: GapTask; readonly part: GapPart }
  readonly intrinsic: { readonly task: IntrinsicTask; readonly part: IntrinsicPart | null }
  readonly map: { readonly task: MapTask; readonly part: MapPart }
  readonly variance: { readonly task: VarianceTask; readonly part: VariancePart }
  readonly margin: { readonly task: MarginTask; readonly part: MarginPart }
  readonly 'tail-index': { readonly task: TailIndexTask; readonly part: TailIndexPart }
  readonly temperature: { readonly task: TemperatureTask; readonly part: TemperaturePart }
  readonly reshuffled: { readonly task: ReshuffledTask; readonly part: ReshuffledPart }
  readonly curves: { readonly task: CurvesTask; readonly part: CurvesPart | null }
  readonly seeds: { readonly task: SeedsTask; readonly part: SeedsPart }
  readonly grid: { readonly task: GridTask; readonly part: ReadPoint }
  readonly success: { readonly task: SuccessTask; readonly part: SuccessPart }
}
/** Every study that a scenario can ask for by name is among the kinds, or this does not compile. */
export type StudyKind = keyof StudyKinds | ChosenStudy
/** What the workers of studies compute: the studies, and a run as a script, which is no panel's. */
interface JobKinds extends StudyKinds {
  readonly script: { readonly task: ScriptTask; readonly part: ScriptPart }
}
export type JobKind = StudyKind | 'script'
export type TaskOf<K extends JobKind> = JobKinds[K]['task']
export type PartOf<K extends JobKind> = JobKinds[K]['part']

/** The code of each kind, fetched by the worker when the first task asks for it. */
export const LOADERS: { readonly [K in JobKind]: () => Promise<{ readonly compute: Compute<TaskOf<K>, PartOf<K>> }> } = {
  sweep: () => import('./sweep'),
  spectrum: () => import('./spectrum'),
  cycles: () => import('./cycles'),
  diagonals: () => import('./diagonals'),
  'edge-test': () => import('./edgeTest'),
  gap: () => import('./gap'),
  intrinsic: () => import('./intrinsic'),
  map: () => import('./map'),
  variance: () => import('./variance'),
  margin: () => import('./margin'),
  'tail-index': () => import('./tailIndex'),
  temperature: () => import('./temperature'),
  reshuffled: () => import('./reshuffled'),
  curves: () => import('./curves'),
  seeds: () => import('./seeds'),
  success: () => import('./success'),
  script: () => import('./script'),
  grid: () => import('./grid'),
}
