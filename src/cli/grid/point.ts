/** One point of a sweep, a run of its own, in a thread (`study/thread.ts`). */

import { type Asked, decodeLink, type KnownPoint, knownPoint } from '../../scenario'
import { compute as computeRun } from '../../workers/studies/grid'
import type { Compute } from '../../workers/studies/study'
import { checkBackend } from '../backend'

export interface PointTask extends Asked {
  readonly link: string
}

export type PointPart = Omit<KnownPoint, 'point'>

export const compute: Compute<PointTask, PointPart> = async ({ link, columns, at, until }, context) => {
  const scenario = decodeLink(link)
  checkBackend(scenario.backend)
  const { point: _, ...known } = knownPoint(0, scenario, await computeRun({ scenario, at, until }, { ...context, show: () => {} }), columns)
  return known
}
