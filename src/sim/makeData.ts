import type { DataSettings } from '../scenario'
import { type DataSet, drawData } from './data'
import { finish } from './files/progress'
import { labelFunction } from './teacher'

/** Draws the data set of a scenario at once, whatever its teacher. */
export function makeData(s: DataSettings, seed: number): DataSet {
  return finish(drawData(s, seed, labelFunction))
}
