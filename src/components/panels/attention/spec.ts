import { type AttentionCell, type AttentionLayout, attentionCellAt, attentionChart, formatValue } from '../../../charts'
import type { PanelSpec } from '../frame/spec'
import { percent } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import { type Look, lookOf, mapName, placeOfMap, questionWords, selectedOf, weightAt } from './look'
import { attentionSentence, strongest } from './sentence'

/** Cells of all maps in one row. */
const indexOf = ({ places }: Look, { map, row, column }: AttentionCell) => (map * places + row) * places + column
function cellOf({ places }: Look, index: number): AttentionCell {
  return { map: Math.floor(index / (places * places)), row: Math.floor(index / places) % places, column: index % places }
}

/** The cell that a key leads to; beyond the first or last token of a row stands the map beside it. */
function walked({ blocks, heads, places }: Look, { map, row, column }: AttentionCell, key: string): AttentionCell {
  const maps = blocks * heads
  const down = (r: number) => ({ map, row: r, column: Math.min(column, r) })
  if (key === 'ArrowUp') return down(Math.max(0, row - 1))
  if (key === 'ArrowDown') return down(Math.min(places - 1, row + 1))
  const next = column + (key === 'ArrowRight' ? 1 : -1)
  if (next >= 0 && next <= row) return { map, row, column: next }
  const beside = map + Math.sign(next - column)
  if (beside < 0 || beside >= maps) return { map, row, column }
  return { map: beside, row, column: next < 0 ? row : 0 }
}

/** Who looks at whom in one question: a map per head and block of the selected arm. */
export const ATTENTION: PanelSpec = {
  axis: 'cell',
  readAt: view => lookOf(view)?.step,
  processor: true,
  subtitle(view) {
    const look = lookOf(view)
    const own = selectedOf(view, look)
    if (!look || !own) return 'who looks at whom'
    const sure = view.scenario.model.loss === 'cross-entropy' ? percent(own.sure) : formatValue(own.sure)
    return `${own.arm.label}: ${own.said}, ${sure} · step ${formatValue(look.step)}`
  },
  sentence: attentionSentence,
  summary: view =>
    `Heat maps, one per block and head of the selected arm: each row is a token, its cells the weights of the tokens up to it. ${attentionSentence(view)} Arrow keys move from cell to cell.`,
  draw(ctx, box, view, { mark }) {
    const look = lookOf(view)
    const own = selectedOf(view, look)
    if (!look || !own) return attentionChart(ctx, box, { tokens: [], maps: [], color: 0 })
    const square = look.places * look.places
    const maps = Array.from({ length: look.blocks * look.heads }, (_, map) => {
      const weights = own.weights.subarray(map * square, (map + 1) * square)
      return { title: mapName(look, map), short: look.heads > 1 ? placeOfMap(look, map).join('.') : `${map + 1}`, weights }
    })
    const pointed = mark === undefined ? undefined : cellOf(look, mark)
    return attentionChart(ctx, box, { tokens: look.names, maps, color: own.arm.color, mark: pointed })
  },
  locate(view, layout, px, py) {
    const look = lookOf(view)
    const cell = look && attentionCellAt(layout as AttentionLayout, look.places, px, py)
    return cell ? indexOf(look, cell) : undefined
  },
  walk(view, at, key) {
    const look = lookOf(view)
    if (!look || !key.startsWith('Arrow')) return undefined
    return indexOf(look, at === undefined ? { map: 0, row: look.places - 1, column: 0 } : walked(look, cellOf(look, at), key))
  },
  placeAt(view, layout, at) {
    const look = lookOf(view)
    const cell = look && cellOf(look, at)
    const square = cell && (layout as AttentionLayout).squares[cell.map]
    if (!look || !cell || !square) return { x: 0, y: 0 }
    const side = square.width / look.places
    return { x: square.x + (cell.column + 0.5) * side, y: square.y + (cell.row + 0.5) * side }
  },
  readout(view, at) {
    const look = lookOf(view)
    if (!look) return { title: '', rows: [] }
    const { map, row, column } = cellOf(look, at)
    const rows = look.arms.map(({ arm, weights }) => ({
      label: arm.label,
      color: arm.color,
      value: percent(weightAt(look, weights, map, row, column)),
    }))
    return { title: `${mapName(look, map)}: ${look.names[row]} at ${row + 1} looks at ${look.names[column]} at ${column + 1}`, rows }
  },
  table(view) {
    const header = ['arm', 'step', 'question', 'block', 'head', 'place', 'token', 'seen_place', 'seen_token', 'weight']
    const look = lookOf(view)
    if (!look) return { header, rows: [] }
    const { blocks, heads, places, names } = look
    const rows = look.arms.flatMap(({ arm, weights }) =>
      Array.from({ length: blocks * heads * places * places }, (_, index) => cellOf(look, index))
        .filter(({ row, column }) => column <= row)
        .map(({ map, row, column }) => [
          ...[arm.id, look.step, look.question + 1, ...placeOfMap(look, map)],
          ...[row + 1, names[row] ?? '', column + 1, names[column] ?? '', weightAt(look, weights, map, row, column)],
        ]),
    )
    return { header, rows }
  },
  explain(view) {
    const look = lookOf(view)
    const own = selectedOf(view, look)
    const best = look && own && strongest(look, own)
    return {
      text: [
        `Each row is a token of the question, each cell how much of another token it takes in: the weights of a row sum to one, and a token sees itself and those before it. ${look ? `The question is ${questionWords(look)}; ${look.unseen ? 'none of the training samples asks it' : 'it is one of the training samples'}.` : ''}`,
        'A way to answer: in a first block the second symbol of every link takes in the first one beside it; in later blocks the last token finds the link that begins where it stands, and takes in where it leads, once per hop (Wang et al. 2024 call the places where both are kept buffers). Watch the last row: it is what the answer is read from.',
        'Choose another question beside the title. The maps are those of the selected arm at the newest step.',
      ],
      formulas: [
        {
          tex: 'P=\\operatorname{softmax}\\bigl(QK^{\\top}/\\sqrt{s}\\bigr),\\qquad z=PV',
          says: 'of every head, over the tokens up to the own one; s channels',
        },
        {
          tex: `P_{\\text{last},\\,u}=${texNumber(best ? best.weight : Number.NaN)}`,
          says: look && best ? `largest weight of the last token: ${mapName(look, best.map)}, ${look.names[best.column]}` : '',
        },
      ],
    }
  },
}
