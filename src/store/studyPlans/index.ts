import type { StudyKind } from '../../workers/studies/kinds'
import { planCurves } from './curves'
import { planCycles } from './cycles'
import { planDiagonals } from './diagonals'
import { planEdgeTest } from './edgeTest'
import { planGap } from './gap'
import { planGrid } from './grid'
import { planIntrinsic } from './intrinsic'
import { planMap } from './map'
import { planMargin } from './margin'
import type { Planner } from './plan'
import { planReshuffled } from './reshuffled'
import { planSeeds } from './seeds'
import { planSpectrum } from './spectrum'
import { planSuccess } from './success'
import { planSweep } from './sweep'
import { planTailIndex } from './tailIndex'
import { planTemperature } from './temperature'
import { planVariance } from './variance'

/** Who plans each study. */
export const STUDY_PLANS: { readonly [K in StudyKind]: Planner<K> } = {
  sweep: planSweep,
  cycles: planCycles,
  variance: planVariance,
  'edge-test': planEdgeTest,
  gap: planGap,
  margin: planMargin,
  'tail-index': planTailIndex,
  temperature: planTemperature,
  reshuffled: planReshuffled,
  seeds: planSeeds,
  curves: planCurves,
  spectrum: planSpectrum,
  success: planSuccess,
  diagonals: planDiagonals,
  intrinsic: planIntrinsic,
  map: planMap,
  grid: planGrid,
}
