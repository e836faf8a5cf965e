/**
 * Opens a network as `Dynamics`: its layers from the scenario, its measurements through the layerwise Gram matrix (THEORY.md
 * §3).
 */

import { FULL_SIDE } from '../lib/eigen'
import { largestOf, scaled } from '../lib/matrix'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import { checkCurvature, checkLayers, columnsFor, hopsOf, isNetwork, type Scenario, ScenarioError } from '../scenario'
import { attentionOf } from './attentionMaps'
import { placedOn } from './backends/machine/hostMatrix'
import { applyCurvature, rootRank } from './backends/machine/loss'
import { isHost, type Machine } from './backends/machine/machine'
import { PLAIN_MACHINE } from './backends/machine/plain'
import { later, type Program } from './backends/machine/program'
import { type Crew, machineName } from './crew'
import type { DataSet } from './data'
import type { Dynamics } from './dynamics'
import { imageNet } from './imageNet'
import { alongNet, curvatureForm } from './net/along'
import { netCurvatures } from './net/curvature'
import { assess, evaluate, forward, measuredImages, vjp } from './net/derivatives'
import { ASSEMBLED, type Directions, topDirections } from './net/directions'
import { type EstimatedNoise, estimatedNoise } from './net/estimates'
import { type GramState, withGram } from './net/gram'
import { layNet, type Net, withMachine } from './net/layout'
import { type NetNoise, netNoise } from './net/noise'
import { mlp, randomFeatures, transformer, twoLayer } from './net/spec'
import { measuredInTiles, type OnShare, streamedDirections } from './net/tiles'
import { readErrors, readLayers, readNetRounding, readWhole, wholeGram } from './netRow'
import { type InBands, measuredInBands, sharedTiles, worthBands, worthTiles } from './netShared'
import { createNetStepper } from './netStepper'
import { surfaceOf } from './netSurface'
import type { LocalAt } from './noise/local'
import { axesOf, buildPlane, onPlane, type Plane } from './plane'
import { unitOfPrecision } from './rounding'
import { readEscape, rowOf } from './row'
import { hessianColumns, hessianReading } from './spectrum/read'
import { inTiles, type Samples, samplesMeasured } from './subset'

/** Times the cut-off of the rank at which D is read again. */
const COARSER = 100

/** Slope of leaky-relu below zero. */
const SLOPE = 0.1

/** The network of a scenario for its data: C outputs, as many as the targets have. Throws a ScenarioError if it cannot be. */
export function netOf({ model, arms }: Scenario, data: Pick<DataSet, 'd' | 'image' | 'outputs'>): Net {
  if (!isNetwork(model)) throw new ScenarioError('model', model.kind, 'a network')
  checkLayers(model, data, arms.length)
  const { d, image, outputs: C } = data
  const { loss, activation, hidden } = model
  const common = { d, C, loss, activation, slope: SLOPE }
  const wide = { ...common, m: model.m, scaling: model.scaling, bias: model.biases === 'on' }
  switch (model.kind) {
    case 'two-layer':
      return layNet(twoLayer({ ...wide, outer: model.outer }))
    case 'random-features':
      return layNet(randomFeatures(wide))
    case 'mlp':
      return layNet(mlp({ ...common, hidden, bias: true }))
    case 'transformer': {
      const { blocks, width, heads, mlp, norm } = model
      const { channels, width: places } = image!
      return layNet(transformer({ ...common, channels, places, blocks, width: width * heads, heads, mlp, norm: norm === 'on' }))
    }
    case 'cnn':
    case 'vgg':
    case 'resnet':
      return layNet(imageNet(model, image!, C, { activation, slope: SLOPE }))
  }
}

/**
 * Weights N(0, scale²/fan-in), or N(0, scale²) under a factor of the layer's own; biases zero. What ends a residual branch is
 * 1/√N times as large, N the number of residual sums: then the outputs' variance at the start does not grow with the depth
 * beyond a factor (1 + 1/N)^N < e, which is what nets without batch norm need to be trained.
 */
export function initialNetwork(net: Net, scenario: Scenario): Float64Array {
  const { init, seed } = scenario
  if (init.kind === 'constant') return new Float64Array(net.size).fill(init.scale)
  const theta = normals(new Float64Array(net.size), seed, STREAM.init)
  const sums = net.layers.filter(l => l.kind === 'add').length
  for (const layer of net.layers) {
    const ownFactor = layer.kind === 'dense' && layer.scale !== 1
    const fanIn = layer.weights / Math.max(1, layer.output.channels)
    const branch = net.layers[layer.index + 1]?.kind === 'add' ? sums : 1
    const deviation = (ownFactor ? init.scale : init.scale / Math.sqrt(fanIn)) / Math.sqrt(branch)
    for (let i = 0; i < layer.weights; i++) theta[layer.weightAt + i] *= deviation
    theta.fill(0, layer.biasAt, layer.biasAt + layer.biases)
  }
  return theta
}

/** Networks measured through the layerwise Gram matrix (THEORY.md §3), in float64: J is never formed. What a crew is worth is left to it. */
export function openNetwork(scenario: Scenario, data: DataSet, machine: Machine = PLAIN_MACHINE, crew: Crew | null = null): Dynamics {
  const net = withMachine(netOf(scenario, data), machine)
  /** For what is asked at once: synthetic noise, single losses, the studies' spectra. */
  const hostNet = isHost(machine) ? net : withMachine(net, PLAIN_MACHINE)
  const { k, of } = scenario.measure
  const centred = scenario.measure.sigma === 'centred'
  const probes = scenario.measure.curvature === 'G' ? scenario.measure.probes : 0
  const samples = samplesMeasured(net, data, of, scenario.seed, probes)
  checkCurvature(scenario, samples.n, net.p)
  const layers = net.layers.filter(l => l.trained).length
  const apart = scenario.measure.bylayer === 'on' ? layers : 0
  const columns = columnsFor({ k, hessian: hessianColumns(scenario), layers, apart, hops: hopsOf(scenario.data) })
  const theta0 = initialNetwork(net, scenario)
  // What the machine holds of it, so that an arm at its start is known to be there.
  if (machine.precision === 'f32') for (let i = 0; i < theta0.length; i++) theta0[i] = Math.fround(theta0[i])
  const engine = createNetStepper(net, data.X, data.y)
  const assemble = samples.n * rootRank(net) <= ASSEMBLED

  const tiled = inTiles(net, samples.n)
  function* estimatedAt(theta: Float64Array) {
    const directions = yield* streamedDirections(net, theta, samples.X, k)
    const V: Float64Array[] = []
    for (const l of directions.lambda.keys()) V.push(yield* eigenvector(net, theta, samples, directions, l))
    const options = { probes, seed: scenario.seed, centred }
    return { ...(yield* estimatedNoise.steps(net, theta, samples.X, samples.y, V, options)), ...directions }
  }
  type Found = Omit<NetNoise, 'K'> & Directions & Partial<Pick<EstimatedNoise, 'errors'>> & Partial<Pick<InBands, 'planeImages'>>
  /** Who computes parts of K, where that is worth it. */
  const shared = crew && probes === 0 && machineName(net) !== null && (tiled ? worthTiles : worthBands)(crew, net, samples.n) ? crew : null
  const noiseAt = (theta: Float64Array, plane?: Plane, onShare?: OnShare): Promise<Found> => {
    if (probes > 0) return later(estimatedAt(theta))
    const { X, y } = samples
    const along = plane ? [plane.first, plane.second] : []
    if (shared && tiled) return sharedTiles(shared, net, theta, X, y, k, onShare)
    if (tiled) return later(measuredInTiles(net, theta, X, y, k, onShare))
    if (shared) return measuredInBands(shared, net, theta, X, y, { k, centred }, along, onShare)
    return later(
      withGram(
        net,
        theta,
        X,
        function* (state) {
          const { K, ...noise } = yield* netNoise.steps(state, y, { perLayer: true, assemble, centred })
          const { lambda, images, energies } = yield* topDirections.steps(state, k, { K })
          return { ...noise, lambda, images, energies, ...(plane && { planeImages: state.images }) }
        },
        along,
      ),
    )
  }
  const directionsOf = (theta: Float64Array, count: number) =>
    later(
      tiled || probes > 0
        ? streamedDirections(net, theta, samples.X, count)
        : withGram(net, theta, samples.X, state => topDirections.steps(state, count)),
    )
  /** At θ_0, where planes are laid and every arm starts, of no plane in particular; forgotten at the first measurement elsewhere. */
  let start: (Awaited<ReturnType<typeof noiseAt>> & { hessian?: (row: Float64Array) => void }) | null = null
  let local: LocalAt | undefined
  const isStart = (theta: Float64Array) => theta.every((v, i) => v === theta0[i])

  return {
    data,
    model: { kind: 'network', net },
    engine,
    columns,
    theta0,
    ...(samples.rows && { measured: samples.rows }),
    p: net.p,
    readsTheta: true,
    async read(_, theta, arm, step, plane, onShare) {
      if (!isStart(theta)) start = null
      else if (step === 0) start ??= await noiseAt(theta0, undefined, onShare)
      const whole = () => later(readWhole(net, theta, data, samples, scenario.data))
      // While others work there is time for it; alone it waits until less is held.
      const asked = start ?? noiseAt(theta, plane, onShare)
      const [found, early] = shared ? await Promise.all([asked, whole()]) : [await asked, null]
      const { moments, traceG, frobG2, lambda, images, layers, energies, evaluation, units, r, errors } = found
      const { outputs: f } = evaluation
      const along = found.planeImages ?? (await later(measuredImages.steps(net, theta, samples.X, [plane.first, plane.second])))
      const [onFirst, onSecond] = along
      const measured = {
        ...{ units, moments, traceG, frobG2, r, outputs: net.outputs },
        plane: [onFirst!, onSecond!] as const,
        curvature: (a: Float64Array, b: Float64Array) => curvatureForm(net, f, a, b, samples.n),
        lambda: scaled(lambda, 1 / units.G),
        images: scaled(images, 1 / Math.sqrt(units.G)),
        point: onPlane(plane, theta),
        roundoff: unitOfPrecision(machine.precision),
      }
      const row = rowOf(columns, measured, { arm, step, p: net.p, centred, n: data.n })
      readEscape(row, columns, energies(r), energies(r, COARSER))
      readLayers(row, columns, net, layers!, centred)
      // On a device every pass for an output is waited for; cross-entropy keeps its digits.
      const disturbed =
        (isHost(machine) || net.loss === 'squared') &&
        (await later(readNetRounding(row, columns, measured, found, { net, theta, samples, centred })))
      if (columns.hessian) {
        const known =
          start?.hessian ??
          (await later(
            hessianReading.steps(columns, scenario, netCurvatures(net, theta, samples.X, samples.y), {
              ...measured,
              disturbed: disturbed || null,
            }),
          ))
        if (start) start.hessian = known
        known(row)
      }
      if (errors) readErrors(row, columns, errors)
      const fillWhole = early ?? (await whole())
      fillWhole(row, columns)
      return { arm: arm.id, row, population: null }
    },
    async local() {
      const { networkLocal } = await import('./noise/network')
      local ??= networkLocal(hostNet, data.X, data.y)
      return local
    },
    batches: async theta => {
      const { netBatch } = await import('./net/batches')
      return rows => later(netBatch.steps(net, theta, data.X, data.y, rows))
    },
    async wholeGram(theta) {
      const { fewEnough, wholeGramOf } = await import('./fromGram')
      if (net.loss !== 'squared' || !fewEnough(data.n, net.outputs, data.n * net.outputs)) return null
      const { residuals } = await later(evaluate.steps(net, theta, data.X, data.y))
      const K = await later(withGram(net, theta, data.X, wholeGram.steps))
      return wholeGramOf(K, residuals, data.n, net.outputs, data.n * net.outputs * unitOfPrecision(machine.precision))
    },
    layersApart: async theta => {
      const { layersApart } = await import('./layerBlocks')
      return later(layersApart(net, theta, samples))
    },
    curvatures: async theta => netCurvatures(hostNet, theta, samples.X, samples.y),
    async energies(_, theta) {
      if (net.loss !== 'squared' || samples.n * net.outputs > FULL_SIDE) return null
      const parts = function* (state: GramState): Program<Float64Array | null> {
        const { residuals } = assess(net, state.outputs, samples.y)
        const size = largestOf(residuals)
        if (!(size > 0 && Number.isFinite(size))) return null
        const K = yield* wholeGram.steps(state)
        const largest = largestOf(K)
        // Just before a run diverges, squares of its numbers would leave their range.
        if (!(largest > 0 && Number.isFinite(largest))) return null
        const { energies } = yield* topDirections.steps(state, k, {
          K: placedOn(
            PLAIN_MACHINE,
            K.map(v => v / largest),
            samples.n * net.outputs,
          ),
          refined: false,
        })
        return energies(residuals.map(v => v / size))
      }
      return later(withGram(net, theta, samples.X, parts))
    },
    gram: theta => later(withGram(net, theta, data.X, wholeGram.steps)),
    async plane(view, onShare, at) {
      const [here, anchorKind] = at ? [at, 'arm' as const] : [theta0, 'start' as const]
      if (view.plane !== 'eigen') return buildPlane(view, here, anchorKind, 0, () => here)
      const wanted = Math.max(view.i, view.j, k)
      const fromStart = wanted === k && isStart(here)
      if (fromStart) start ??= await noiseAt(theta0, undefined, onShare)
      const known = (fromStart ? start : null) ?? (await directionsOf(here, wanted))
      const count = known.lambda.length
      const shown = axesOf(view, count).map(index => index - 1)
      const vectors = new Map<number, Float64Array>()
      for (const l of shown) if (l < count) vectors.set(l, await later(eigenvector(net, here, samples, known, l)))
      return buildPlane(view, here, anchorKind, count, l => vectors.get(l)!)
    },
    lossAt: theta => evaluate(hostNet, theta, data.X, data.y).loss,
    measuredLoss: async theta => (await later(evaluate.steps(net, theta, samples.X, samples.y))).loss,
    along: (theta, directions, withH = false) => later(alongNet.steps(net, theta, data.X, data.y, directions, withH)),
    async directionsAt(theta, wanted) {
      const known = await directionsOf(theta, wanted)
      const vectors: Float64Array[] = []
      for (const l of known.lambda.keys()) vectors.push(await later(eigenvector(net, theta, samples, known, l)))
      return vectors
    },
    landscape: surfaceOf(net, samples),
    outputs: (theta, X) => later(forward.steps(hostNet, theta, X)),
    ...(scenario.model.kind === 'transformer' && {
      attention: (thetas: readonly Float64Array[], question: number) =>
        later(attentionOf.steps(hostNet, scenario.data, data, thetas, question)),
    }),
    certify: async () => null,
  }
}

/** v_{l+1} of G, of the length of θ: (1/n) Σ J_iᵀS_iJ_i v = λ v. */
function* eigenvector(
  net: Net,
  theta: Float64Array,
  { X, n }: Samples,
  { lambda, images }: Pick<Directions, 'lambda' | 'images'>,
  l: number,
): Program<Float64Array> {
  const f = yield* forward.steps(net, theta, X)
  const u = images.slice(l * f.length, (l + 1) * f.length)
  applyCurvature(net.loss, net.outputs, f, u, n)
  const v = yield* vjp.steps(net, theta, X, u)
  for (let i = 0; i < v.length; i++) v[i] /= n * lambda[l]
  return v
}
