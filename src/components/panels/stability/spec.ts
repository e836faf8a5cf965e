import { formatValue, mapChart } from '../../../charts'
import { cellScenario, isPlain, MAP, type Scenario, usesBatches } from '../../../scenario'
import type { MapCell } from '../../../store'
import type { PanelSpec } from '../frame/spec'
import { nth } from '../reading/numbers'
import type { Readout } from '../reading/readout'
import { texNumber } from '../reading/texNumber'
import { NO_STEP, type View } from '../reading/view'
import { groups, stabilitySentence } from './sentence'
import { boundaries, bounds, cellIndex, MAP_SYMBOLS, mapOf, type StabilityMap, shownCell, sizeAndEta, typicalEdge } from './stabilityMap'

export type MapMode = 'growth' | 'escapes'

/** Growth per step at which a cell has its full colour. */
const FULL_COLOUR = 0.15

const tone = (cell: MapCell, mode: MapMode) => (mode === 'escapes' ? cell.escaped : cell.lyapunov / FULL_COLOUR)

/** Where the arms are on the map: full batches at its largest B. */
const plainArms = (view: View, { sizes }: StabilityMap) =>
  view.arms.filter(isPlain).map(({ id, color, kind, settings }) => ({
    id,
    x: usesBatches({ kind }) ? settings.B : nth(sizes, sizes.length - 1),
    y: settings.eta,
    color,
  }))

function cellReadout(view: View, place: number): Readout {
  const map = mapOf(view)
  const [size, at] = sizeAndEta(place)
  if (!map) return { title: '', rows: [] }
  const title = `η ${formatValue(nth(map.etas, at))}, B ${formatValue(nth(map.sizes, size))}`
  const cell = map.cells[size]?.[at]
  if (!cell) return { title, rows: [{ label: 'not computed yet', value: '' }] }
  const rows = [
    { label: 'escaped', value: `${formatValue(Math.round(cell.escaped * cell.replicas))} of ${formatValue(cell.replicas)}` },
    { label: 'Λ (estimated)', value: `${formatValue(cell.lyapunov, 2)} ± ${formatValue(cell.lyapunovError, 1)}` },
    { label: 'median of log L', value: `${cell.growth > 0 ? '+' : ''}${formatValue(cell.growth)} in ${MAP.steps} steps` },
  ]
  if (!cell.fingerprint) return { title, rows: [...rows, { label: 'a first look', value: '' }] }
  return {
    title,
    rows: [...rows, { label: 'fingerprint', value: groups(cell.fingerprint) }, { label: 'click or Enter opens this run', value: '' }],
  }
}

/** The stability map over B and η; `open` shows the run of a cell. */
export function stabilitySpec(mode: MapMode, open: (scenario: Scenario) => void): PanelSpec {
  return {
    axis: 'cell',
    symbols: MAP_SYMBOLS,
    readAt: NO_STEP,
    estimated: 'Cells and the typical boundary are measured on small ensembles; the other boundaries are exact.',
    subtitle: () => (mode === 'growth' ? 'Λ: blue shrinks, orange grows' : `share of ${formatValue(MAP.replicas)} replicas that escaped`),
    sentence: stabilitySentence,
    summary(view) {
      const map = mapOf(view)
      return `${stabilitySentence(view)} ${map ? boundaries(map, '').map(lineWords).join(' ') : ''} Arrow keys move from cell to cell, Enter opens the run of a cell.`
    },
    draw(ctx, box, view, { mark, lit }) {
      const map = mapOf(view)
      const options = { xTitle: 'batch size B', yTitle: 'η', waiting: 'not computed yet' }
      if (!map)
        return mapChart(
          ctx,
          box,
          { cells: [], lines: [], points: [] },
          { ...options, xDomain: [1, view.scenario.data.n], yDomain: [0.1, 10] },
        )
      const { sizes, etas } = map
      const shape = (size: number, at: number, value = 0) => ({ x: bounds(sizes, size), y: bounds(etas, at), tone: value })
      const cells = sizes.flatMap((_, size) =>
        etas.flatMap((_, at) => {
          const cell = shownCell(map, size, at)
          return cell ? [shape(size, at, tone(cell, mode))] : []
        }),
      )
      const points = plainArms(view, map)
      const pointed = mark === undefined ? undefined : sizeAndEta(mark)
      const data = { cells, lines: boundaries(map, box.theme.ink), points, mark: pointed && shape(...pointed), lit }
      const [low, high] = [bounds(sizes, 0)[0], bounds(sizes, sizes.length - 1)[1]]
      return mapChart(ctx, box, data, { ...options, xDomain: [low, high], yDomain: [bounds(etas, 0)[0], bounds(etas, etas.length - 1)[1]] })
    },
    locate(view, { plot, x, y }, px, py) {
      const map = mapOf(view)
      if (!map || px < plot.x || px > plot.x + plot.width || py < plot.y || py > plot.y + plot.height) return undefined
      const nearest = (values: readonly number[], v: number) => values.findIndex((_, i) => v <= bounds(values, i)[1])
      const [size, at] = [nearest(map.sizes, x.value(px)), nearest(map.etas, y.value(py))]
      return size < 0 || at < 0 ? undefined : cellIndex(size, at)
    },
    walk(view, place, key) {
      const map = mapOf(view)
      if (!map) return undefined
      const [size, at] = sizeAndEta(place ?? cellIndex(0, 0))
      const moves: Record<string, readonly [number, number]> = {
        ArrowLeft: [-1, 0],
        ArrowRight: [1, 0],
        ArrowUp: [0, 1],
        ArrowDown: [0, -1],
      }
      const move = moves[key]
      if (!move) return undefined
      if (place === undefined) return cellIndex(0, 0)
      const within = (i: number, n: number) => Math.max(0, Math.min(n - 1, i))
      return cellIndex(within(size + move[0], map.sizes.length), within(at + move[1], map.etas.length))
    },
    placeAt(view, { x, y }, place) {
      const map = mapOf(view)
      const [size, at] = sizeAndEta(place)
      return { x: x.px(map?.sizes[size] ?? 1), y: y.px(map?.etas[at] ?? 1) }
    },
    press(view, place) {
      const map = mapOf(view)
      const [size, at] = sizeAndEta(place)
      const [eta, B] = [map?.etas[at], map?.sizes[size]]
      if (eta !== undefined && B !== undefined) open(cellScenario(view.scenario, eta, B))
    },
    readout: (view, place) => cellReadout(view, place),
    table(view) {
      const map = mapOf(view)
      const header = [
        'B',
        'eta',
        'replicas',
        'escaped',
        'lyapunov',
        'lyapunov_se',
        'median_log_growth',
        'fingerprint',
        'eta_mean_square',
        'eta_paper',
        'eta_gd',
        'eta_typical',
        'arm',
      ]
      if (!map) return { header, rows: [] }
      const points = plainArms(view, map).map(({ id, x, y }) => [x, y, ...header.slice(3).map(() => ''), id])
      const rows = map.cells.flatMap((row, size) =>
        row.flatMap(cell => {
          if (!cell) return []
          const B = nth(map.sizes, size)
          const { eta, replicas, escaped, lyapunov, lyapunovError, growth, fingerprint } = cell
          const edges = [nth(map.edges, size), Math.sqrt(B / map.mu) / map.frobG, 2 / map.lambda1, typicalEdge(row)]
          return [[B, eta, replicas, escaped, lyapunov, lyapunovError, growth, fingerprint, ...edges, '']]
        }),
      )
      return { header, rows: [...rows, ...points] }
    },
    explain(view) {
      const map = mapOf(view)
      return {
        text: [
          `Each cell runs ${MAP.replicas} replicas for ${MAP.steps} steps from the start of this scenario, at its own η and B, drawn with replacement. Its colour is the estimated Lyapunov exponent Λ, or the share of replicas that exceeded the threshold.`,
          'Four boundaries. Mean square: ρ = 1 of the exact second-moment operator of this data set; above it E[L] grows. Typical: where the measured Λ changes sign; above it almost every run grows. The paper’s condition ‖G‖_F ≤ √(B/μ)/η with the μ measured at the start. And 2/λ₁, where gradient descent leaves.',
          'Between the first two the mean is carried by ever rarer runs. A first look has 32 replicas per cell; cells are then computed in full. A click opens the run of a cell: the same simulation gave the fingerprint that the map shows for its last step.',
        ],
        formulas: map
          ? [
              { tex: `\\eta_{\\text{GD}}=2/\\lambda_1=${texNumber(2 / map.lambda1)}`, says: 'gradient descent' },
              {
                tex: `\\eta=\\sqrt{B/\\mu}/\\|G\\|_F,\\ \\mu=${texNumber(map.mu)},\\ \\|G\\|_F=${texNumber(map.frobG)}`,
                says: 'the paper’s condition',
              },
              {
                tex: `\\rho(\\eta,1)=1\\text{ at }\\eta=${texNumber(nth(map.edges, 0))}`,
                says: 'mean-square stability at B = 1, exact',
              },
            ]
          : [],
      }
    },
  }
}

function lineWords({ label, x, y, length }: ReturnType<typeof boundaries>[number]): string {
  if (length === 0) return ''
  return `${label} runs from η ${formatValue(nth(y, 0))} at B ${formatValue(nth(x, 0))} to ${formatValue(nth(y, length - 1))} at B ${formatValue(nth(x, length - 1))}.`
}
