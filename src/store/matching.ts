import {
  checkLayers,
  endsOf,
  hasPrecision,
  isNetwork,
  isPlanar,
  type ModelSettings,
  outputsOf,
  type Path,
  readsImages,
  type Scenario,
  ScenarioError,
  sizedBy,
} from '../scenario'

/** The scenario with model, data and loss made to fit each other around the field that was changed. */
export function matching(wanted: Scenario, changed?: Path): Scenario {
  if (isPlanar(wanted.model)) return asPlanar({ ...wanted, precision: 'f64' })
  let s = wanted
  if (!hasPrecision(s.model)) s = { ...s, precision: 'f64' }
  else if (s.precision === 'f32' && s.backend === 'reference')
    s = changed === 'run.precision' ? { ...s, backend: 'wasm' } : { ...s, precision: 'f64' }
  const model = (change: Partial<ModelSettings>) => (s = { ...s, model: { ...s.model, ...change } })
  const data = (change: Partial<Scenario['data']>) => (s = { ...s, data: { ...s.data, ...change } })
  if (s.model.loss === 'cross-entropy' && changed === 'model.loss') {
    data({ source: s.data.source === 'gaussian' ? 'mnist' : s.data.source, task: 'ten', labelNoise: 0 })
    if (!isNetwork(s.model)) model({ kind: 'mlp' })
  }
  if (readsImages(s.model) && (s.data.source === 'gaussian' || (s.data.source === 'hops' && changed !== 'data.source'))) {
    if (changed === 'data.source') model({ kind: 'mlp' })
    else data({ source: 'mnist' })
  }
  const asked = s.data.source === 'hops'
  const reader = { kind: 'transformer', loss: 'cross-entropy' } as const
  if (changed === 'data.source' && asked && s.model.kind !== 'mlp') model(reader)
  if (changed === 'model.kind' && !asked && s.model.kind === 'transformer') {
    data({ source: 'hops' })
    model(reader)
  }
  if (s.model.kind === 'transformer' && s.data.source !== 'hops') model({ kind: 'mlp' })
  if (!isNetwork(s.model) && s.data.source === 'hops') data({ source: 'gaussian' })
  if (s.data.source === 'hops') data(asking(s.data, changed))
  if (!isNetwork(s.model) && !isPlanar(s.model) && outputsOf(s.data) > 1) {
    if (changed === 'data.task') model({ kind: 'mlp' })
    else data({ task: 'pair' })
  }
  if (s.init.kind === 'near-minimum' && (isNetwork(s.model) || s.data.source === 'mnist'))
    s = { ...s, init: { kind: 'gaussian', scale: 1 } }
  if (!isNetwork(s.model)) return s.model.loss === 'squared' ? s : model({ loss: 'squared' })
  if (outputsOf(s.data) < 2 && s.model.loss !== 'squared') model({ loss: 'squared' })
  if (s.model.loss === 'cross-entropy' && changed !== 'data.labelNoise') data({ labelNoise: 0 })
  return withRoom(s, changed)
}

/** Sizes of questions that fit each other around the one that was changed: more symbols than pairs, no more hops than pairs. */
function asking({ symbols, pairs, hops }: Scenario['data'], changed?: Path): Partial<Scenario['data']> {
  const links = Math.min(
    changed === 'data.hops' ? Math.max(pairs, hops) : pairs,
    changed === 'data.symbols' ? symbols - 1 : Number.POSITIVE_INFINITY,
  )
  return { pairs: links, hops: Math.min(hops, links), symbols: Math.max(symbols, links + 1) }
}

/** The scenario with a network that fits its data and the memory, as far as other fields than the one that was changed can help. */
function withRoom(wanted: Scenario, changed?: Path): Scenario {
  let s = wanted
  const ways = !isNetwork(s.model) ? [] : s.model.kind === 'vgg' || s.model.kind === 'resnet' ? STAGE_ROOM : ROOM[sizedBy(s.model)]
  for (const [path, change] of ways) if (path !== changed && !hasRoom(s)) s = { ...s, model: { ...s.model, ...change(s.model) } }
  return s
}

/** Two inputs, a teacher that two weights can meet, and the whole plane on screen; the case of Zhu et al. has no labels. */
function asPlanar(s: Scenario): Scenario {
  const zhu = s.model.kind === 'zhu-2d'
  const teacher = s.data.teacher === 'sparse' ? ('sparse' as const) : ('dense' as const)
  const data = { ...s.data, source: 'gaussian' as const, d: 2, teacher, labelNoise: zhu ? 0 : s.data.labelNoise }
  const arms = s.arms.map(a => (zhu && a.noise === 'label' ? { ...a, noise: 'minibatch' as const } : a))
  const view = s.data.d === 2 ? s.view : { ...s.view, plane: 'parameters' as const, i: 1, j: 2 }
  const events = zhu ? s.events.filter(e => e.field !== 'noise' || e.value !== 'label') : s.events
  return { ...s, model: { ...s.model, loss: 'squared' }, data, arms, view, events }
}

type Way = readonly [Path, (m: ModelSettings) => Partial<ModelSettings>]

/** What leaves more of an image, or of the memory, one after the other until it suffices. */
const CNN_ROOM: readonly Way[] = [
  ['model.stride', () => ({ stride: 1 })],
  ['model.padding', m => ({ padding: Math.floor(m.kernel / 2) })],
  ['model.pool', () => ({ pool: 'none' })],
  ['model.filters', m => ({ filters: m.filters.slice(0, 3) })],
  ['model.filters', m => ({ filters: m.filters.slice(0, 2) })],
  ['model.filters', m => ({ filters: m.filters.slice(0, 1) })],
  ['model.kernel', m => ({ kernel: Math.min(3, m.kernel) })],
  ['model.kernel', () => ({ kernel: 1 })],
  ['model.head', m => ({ head: Math.min(m.head, 64) })],
]
/** Of nets in stages, which have neither kernels nor poolings to choose. */
const STAGE_ROOM = CNN_ROOM.filter(([path]) => path === 'model.filters' || path === 'model.head')
/** The same by the field that says how large a network's layers are. */
const ROOM = {
  filters: CNN_ROOM,
  hidden: [['model.hidden', m => ({ hidden: m.hidden.slice(0, 2) })]],
  m: [['model.m', m => ({ m: Math.min(m.m, 1024) })]],
  width: [['model.width', m => ({ width: Math.min(m.width, 32) })]],
} as const satisfies Record<ReturnType<typeof sizedBy>, readonly Way[]>

function hasRoom({ model, data, arms }: Scenario): boolean {
  const ends = endsOf(data)
  try {
    if (ends && isNetwork(model)) checkLayers(model, ends, arms.length)
    return true
  } catch (error) {
    if (error instanceof ScenarioError) return false
    throw error
  }
}
