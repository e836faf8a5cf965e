/** The problem of a script: data, model, θ_0 and measurement as Python, in names of the pieces. */

import { zlibSync } from 'fflate'
import { type DataSettings, type Scenario, ScenarioError } from '../../scenario'
import type { DataSet } from '../data'
import type { Net } from '../net/layout'
import type { Simulation } from '../simulation'
import { base64, lines, literal } from './literals'
import { noisesOf } from './supported'

/** Bytes of packed data that a script may carry. */
const MOST_BYTES = 32e6
/** Characters of a line of base64. */
const LINE = 120

function spectrumText(s: DataSettings): string {
  switch (s.spectrum) {
    case 'isotropic':
      return `isotropic(D, ${s.scale})`
    case 'power-law':
      return `power_law(D, ${s.scale}, ${s.exponent})`
    case 'exponential':
      return `exponential(D, ${s.scale}, ${s.decay})`
    case 'two-level':
      return `two_level(D, ${s.scale}, ${s.spikes}, ${s.ratio})`
    case 'explicit':
      return `explicit(D, ${literal(s.values)})`
  }
}

/** Labels of inputs X. */
function labelText(s: DataSettings, X: string): string {
  switch (s.teacher) {
    case 'dense':
    case 'sparse':
      return `${X} @ TEACHER`
    case 'tanh-units':
    case 'relu-units':
    case 'single-index':
    case 'multi-index':
      return `${s.teacher.replace('-', '_')}(${X}, SEED, ${s.units}, SPECTRUM)`
  }
}

function drawnData(s: DataSettings): string[] {
  return [
    `SPECTRUM = ${spectrumText(s)}`,
    `TEACHER = linear_weights(SEED, D, ${s.teacher === 'sparse' ? s.nonzero : 'D'})`,
    'X = drawn_inputs(SEED, 0, N, SPECTRUM)',
    `Y = (${labelText(s, 'X')})[:, None]`,
    ...(s.labelNoise > 0 ? [`Y = Y + ${s.labelNoise} * normals(SEED, 6, 0, N)[:, None]`] : []),
    'X_TEST = drawn_inputs(SEED, 16, 1000, SPECTRUM)',
    `Y_TEST = (${labelText(s, 'X_TEST')})[:, None]`,
  ]
}

/** Data from files, preprocessed as the run had them, packed. */
function carriedData({ source, file }: DataSettings, { n, d, X, y, outputs }: DataSet): string[] {
  const packed = [X, y].map(values => zlibSync(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), { level: 9 }))
  const bytes = packed.reduce((sum, { length }) => sum + length, 0)
  if (bytes > MOST_BYTES)
    throw new ScenarioError(
      source === 'file' ? 'file' : 'n',
      source === 'file' ? file : String(n),
      `data that take at most ${MOST_BYTES / 1e6} MB packed for a Python script; these take ${Math.round(bytes / 1e6)} MB`,
    )
  const [inputs, targets] = packed.map(part => {
    const text = base64(part)
    const rows = Array.from({ length: Math.ceil(text.length / LINE) }, (_, i) => text.slice(i * LINE, (i + 1) * LINE))
    return `"""\n${rows.join('\n')}\n"""`
  })
  return [
    `X = unpacked(${inputs}, (${n}, ${d}))`,
    `Y = unpacked(${targets}, (${n}, ${outputs}))`,
    'X_TEST = Y_TEST = None',
    'TEACHER = np.zeros(D)',
  ]
}

/** The layers of a network, as the pieces read them. */
function layersText(net: Net): string[] {
  const layers = net.layers.map(layer => {
    const { channels, height, width } = layer.input
    switch (layer.kind) {
      case 'dense':
      case 'conv': {
        const { weightAt, map, biases, trained, activation } = layer
        const facts = { kind: layer.kind, scale: map.scale, bias: biases > 0, trained, activation }
        const own = Object.entries(facts).map(([key, value]) => `${key}=${literal(value)}`)
        const place = `weights=(${weightAt}, (${map.out}, ${map.taps}))`
        if (layer.kind === 'dense') return `dict(${[...own, place].join(', ')})`
        const { kernel, stride, padding } = layer.spec
        return `dict(${[...own, place, `table=conv_table(${[channels, height, width, kernel, stride, padding].join(', ')})`].join(', ')})`
      }
      case 'pool':
        return `dict(kind="pool", pool="${layer.spec.pool}", table=pool_table(${[channels, height, width, layer.spec.size].join(', ')}))`
      case 'add':
        return `dict(kind="add", activation="${layer.activation}", **{"from": ${layer.spec.from}})`
      default:
        throw new ScenarioError('model', layer.kind, 'a network of dense layers and convolutions for a Python script')
    }
  })
  const activations = [...new Set(net.layers.map(layer => layer.activation)), 'identity']
  const table = [...new Set(activations)].map(name => [name, name.replace('-', '_')] as const)
  return [`LAYERS = [\n${layers.map(text => `    ${text},\n`).join('')}]`, lines('ACTIVATIONS', table)]
}

function startText({ init }: Scenario, size: number, network: boolean): string {
  const drawn = `normals(SEED, 2, 0, ${size})`
  switch (init.kind) {
    case 'constant':
      return `np.full(${size}, float(${init.scale}))`
    case 'gaussian':
      return network ? `initial_network(${drawn}, ${init.scale})` : `${init.scale} * ${drawn}`
    case 'near-minimum':
      return `planted(TEACHER) + ${init.scale} * ${drawn}`
  }
}

/** Lines that make X, Y, the model, θ_0 and what is measured; they need the definitions of the pieces before them. */
export function problemText(sim: Simulation, topSign: number): string {
  const { scenario, data, model, p, size, measured } = sim
  const net = model.kind === 'network' ? model.net : null
  const loss = net?.loss === 'cross-entropy' ? 'cross_entropy' : 'squared'
  const rank = net ? (measured?.length ?? data.n) * (data.outputs - (net.loss === 'squared' ? 0 : 1)) : Math.min(data.n, data.d)
  const made = [...noisesOf(scenario)].some(noise => noise !== 'minibatch' && noise !== 'none')
  return [
    '# Data',
    ...(scenario.data.source === 'gaussian' ? drawnData(scenario.data) : carriedData(scenario.data, data)),
    '',
    '# Model, its loss, and where it starts',
    ...(net ? layersText(net) : []),
    ...('m' in model ? [`WIDTH = ${model.m}`] : []),
    `LOSS, ROOT = ${loss}, ${loss}_root`,
    `PARAMETERS = ${p}`,
    `THETA_0 = ${startText(scenario, size, net !== null)}`,
    ...(made ? [`TRAINED = ${net ? `trained_mask(${size})` : `np.ones(${size})`}`] : []),
    ...(topSign ? [`TOP_SIGN = ${topSign}`] : []),
    '',
    '# What is measured: samples, directions, Σ or Σ₁, and the side whose rounding bounds the rank of G',
    measured ? `MEASURED = draw_subset(SEED, N, ${measured.length})` : 'MEASURED = np.arange(N)',
    `DIRECTIONS = ${scenario.measure.k}`,
    `CENTRED = ${literal(scenario.measure.sigma === 'centred')}`,
    `RANK_OF = ${rank}`,
  ].join('\n')
}
