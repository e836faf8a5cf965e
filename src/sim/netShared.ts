/** The noise and the leading directions of a net at θ with the parts of K computed by a crew: the numbers of `noise.ts` and `tiles.ts`. */

import { discard } from '../lib/discard'
import type { Targets } from './backends/machine/loss'
import { later, type Program } from './backends/machine/program'
import { type BandTask, type Crew, machineName, type TileTask } from './crew'
import { type Band, bandCost, cutRows, joinBands } from './net/cutBands'
import { atTheta, forward } from './net/derivatives'
import { type Directions, topDirections } from './net/directions'
import { streamedGram } from './net/gram'
import type { Net } from './net/layout'
import { measuredResiduals, type NetNoise, noiseFromParts } from './net/noise'
import { areaOf, cutTiles, directionsInTiles, joinTiles, type OnShare, type TiledBand, type TileLimits, tileCost } from './net/tiles'

type Found = Omit<NetNoise, 'K'> & Directions

export interface InBands extends Found {
  /** J v of every v that was asked for; absent where none was. */
  readonly planeImages?: readonly Float64Array[]
}

/** A share of the whole that the search for directions is left, of which nothing is known beforehand. */
const SEARCH = 0.1

/** Whether K of n samples with one output is worth a crew. */
export function worthBands({ worth }: Crew, net: Net, n: number): boolean {
  return net.outputs === 1 && (n * n * bandCost(net, 0).pair) / 2 > worth
}

/** Whether K̃ in tiles is. */
export const worthTiles = ({ worth }: Crew, net: Net, n: number): boolean => tileCost(net, n).pair / 2 > worth

/** In bands of rows, with the images J v of the vectors `along`. */
export async function measuredInBands(
  crew: Crew,
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  Y: Targets,
  { k, centred }: { readonly k: number; readonly centred: boolean },
  along: readonly Float64Array[],
  onShare: OnShare = () => {},
): Promise<InBands> {
  const n = X.length / net.inputs
  const cost = bandCost(net, along.length)
  const cuts = cutRows(n, crew.workers, cost)
  const tasks = cuts.map((rows): BandTask => {
    return { kind: 'band', spec: net.spec, machine: machineName(net)!, theta, X: X.slice(0, rows.to * net.inputs), rows, n, along }
  })
  const bands = await crew.run<Band>(
    tasks,
    cuts.map(() => 1),
    share => onShare((1 - SEARCH) * share),
  )
  const { parts, outputs, images } = joinBands(net, bands)
  const found = await later(
    atTheta(net, theta, function* (at): Program<Found> {
      const { K, ...noise } = noiseFromParts(net, outputs, Y, parts, centred)
      discard(...parts.values())
      return { ...noise, ...(yield* topDirections.steps(streamedGram(net, theta, at, X, outputs), k, { K })) }
    }),
  )
  return { ...found, ...(along.length > 0 && { planeImages: images }) }
}

/** In tiles of K̃. */
export async function sharedTiles(
  crew: Crew,
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  Y: Targets,
  k: number,
  onShare: OnShare = () => {},
  limits: Partial<TileLimits> = {},
): Promise<Found> {
  const outputs = await later(forward.steps(net, theta, X))
  const residuals = measuredResiduals(net, outputs, Y)
  const { from, bands } = cutTiles(net, outputs, residuals, limits, crew.workers)
  // The longest first: whoever is free later has short ones left.
  const order = [...bands].reverse()
  const tasks = order.map((band): TileTask => {
    const { to } = band.rows
    const seeds = from.seeds.map(u => u.slice(0, to * net.outputs))
    return {
      kind: 'tiles',
      spec: net.spec,
      machine: machineName(net)!,
      theta,
      X: X.slice(0, to * net.inputs),
      from: { ...from, seeds },
      band,
    }
  })
  const done = await crew.run<TiledBand>(
    tasks,
    order.map(({ rows }) => areaOf(rows)),
    share => onShare((1 - SEARCH) * share),
  )
  const { packed, ...noise } = joinTiles(net, residuals, from, done.reverse())
  return { ...noise, ...(await later(atTheta(net, theta, at => directionsInTiles(net, theta, at, X, outputs, k, packed)))) }
}
