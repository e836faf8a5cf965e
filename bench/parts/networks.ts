/**
 * SGD steps and measurements (μ with g for 20 directions) of networks, ours against PyTorch in the same precision. PyTorch is written
 * both by autograd and by hand, and takes its eigenvectors by `eigh` or by `lobpcg`: the quicker of the two counts. Beside them race
 * JavaScript's libraries, and loops over neurons.
 */
import type { Child } from '../core/child'
import { nodeChild, pythonChild } from '../core/children'
import { type Contestant, PACE, type Pace, race } from '../core/race'
import type { Row, Target } from '../core/row'
import { CNN, isDense, type NetShape, type Precision, type Shape, STEP_SHAPES, twoLayer } from '../core/shapes'
import { ALONE, ALONE_NOTE, alone, measurementWork, stepWork } from '../core/work'

const PRECISIONS: readonly Precision[] = ['f64', 'f32']
const LIMIT = { 'two-layer': 1, mlp: 1, cnn: 1.5, transformer: 1 } as const

/** Long enough to show a spread, and no longer. */
const paceOf = (net: NetShape): Pace => (net.kind === 'two-layer' && net.m > 4096 ? { rounds: 5, turn: 60 } : PACE)

export async function rows(say: (row: Row) => void): Promise<void> {
  for (const shape of STEP_SHAPES) for (const precision of PRECISIONS) say(await stepRow(shape, precision))
  for (const shape of [twoLayer(1024), twoLayer(16384), CNN]) for (const precision of PRECISIONS) say(await muRow(shape, precision))
}

function ours(shape: Shape, kind: 'step' | 'mu', precision: Precision, child: Child = nodeChild()): Contestant {
  const { link, arm, steps } = shape
  const job = { by: 'ours', kind, link, arm, precision, steps }
  return { who: 'ours', child, job, per: kind === 'step' ? steps : 1 }
}

function torch({ net, arm, steps }: Shape, kind: 'step' | 'mu', way: string, precision: Precision, threads: 1 | 2): Contestant {
  const job = { library: 'torch', kind, net, precision, way, rule: arm, k: 20, steps }
  const who = `PyTorch, ${way}${threads > 1 ? ', 2 threads' : ''}`
  return { who, child: pythonChild(threads), job, per: kind === 'step' ? steps : 1, clock: threads > 1 ? 'wall' : 'cpu' }
}

export function rowName({ net, name }: Shape, kind: 'step' | 'mu', precision: Precision): string {
  const samples = kind === 'mu' ? `n ${net.n}` : net.B === net.n ? `full batch of ${net.n}` : `B ${net.B}`
  return `${name}, ${samples}, ${precision}`
}

const floor = (work: number | null, precision: Precision) => (work === null ? [] : [alone(work, precision)])

const LOOPS = 'JS loops over neurons'

/** JavaScript's numbers are float64; its libraries compute in float32. */
function rivals({ net, steps }: Shape, precision: Precision): Contestant[] {
  if (!isDense(net)) return []
  const named =
    precision === 'f64'
      ? ([[LOOPS, 'plain']] as const)
      : ([
          ['tfjs-wasm', 'tfjs'],
          ['jax-js wasm', 'jax'],
        ] as const)
  return named.map(([who, rival]) => ({ who, child: nodeChild(), job: { by: 'rival', rival, net, steps }, per: steps }))
}

async function stepRow(shape: Shape, precision: Precision): Promise<Row> {
  const { net } = shape
  const ways = net.kind === 'transformer' ? ['autograd'] : ['autograd', 'by hand']
  const peers = ways.map(way => torch(shape, 'step', way, precision, 1))
  const least = floor(stepWork(net), precision)
  const cells = await race([ours(shape, 'step', precision), ...peers, ...rivals(shape, precision), ...least], paceOf(net))
  const targets: Target[] = [{ of: 'ours', against: peers.map(p => p.who), atMost: LIMIT[net.kind], floor: ALONE }]
  if (isDense(net) && precision === 'f64') targets.push({ of: 'ours', against: [LOOPS], atLeast: 10 })
  return {
    ...{ part: 'networks', group: 'SGD step', name: rowName(shape, 'step', precision), unit: 'ms', cells },
    // The bound on convolutions is one on float32.
    targets: net.kind === 'cnn' && precision === 'f64' ? [] : targets,
    ...(!isDense(net)
      ? {}
      : { note: `${LOOPS} stand for a page’s own code: objects and nested loops, sample by sample, in float64. ${ALONE_NOTE}` }),
  }
}

async function muRow(shape: Shape, precision: Precision): Promise<Row> {
  const { net } = shape
  const ways = ['eigh', 'lobpcg']
  const peers = ways.map(way => torch(shape, 'mu', way, precision, 1))
  const both = ways.map(way => torch(shape, 'mu', way, precision, 2))
  const least = floor(measurementWork(net), precision)
  const cells = await race([ours(shape, 'mu', precision), ...peers, ...both, ...least], paceOf(net))
  return {
    ...{ part: 'networks', group: 'μ with g for 20 directions', name: rowName(shape, 'mu', precision), unit: 'ms', cells },
    targets:
      net.kind === 'cnn' && precision === 'f64'
        ? []
        : [{ of: 'ours', against: peers.map(p => p.who), atMost: LIMIT[net.kind], floor: ALONE }],
    ...(net.kind === 'cnn' ? { note: 'Both sides also read the loss on 500 test images.' } : { note: ALONE_NOTE }),
  }
}
