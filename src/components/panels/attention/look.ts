import type { ArmView, View } from '../reading/view'

/** The newest look at a question. */
export interface Look {
  readonly step: number
  readonly question: number
  readonly count: number
  readonly unseen: boolean
  /** Names of the tokens: A, B, …, and +1, +2, … for hops. */
  readonly names: readonly string[]
  readonly places: number
  readonly blocks: number
  readonly heads: number
  /** Name of the right answer. */
  readonly answer: string
  readonly arms: readonly ArmLook[]
}

export interface ArmLook {
  readonly arm: ArmView
  /** Row by row per block and head. */
  readonly weights: Float64Array
  /** The symbol that it takes, and how sure it is: a probability with cross-entropy, else an output. */
  readonly said: string
  readonly sure: number
}

/** Names of symbols, of which there are 24 at most. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const symbolName = (s: number) => LETTERS[s] ?? '?'

/** What is known of the chosen question; null before the first look. */
export function lookOf(view: View): Look | null {
  const found = view.traces.attention
  const { model, data } = view.scenario
  if (!found || found.arms.length !== view.arms.length) return null
  const { tokens, step, question, count, unseen } = found
  const arms = view.arms.flatMap((arm, a): ArmLook[] => {
    const own = found.arms[a]
    if (!own) return []
    const sure = model.loss === 'cross-entropy' ? softmax(own.outputs) : own.outputs
    const top = sure.indexOf(Math.max(...sure))
    return [{ arm, weights: own.weights, said: symbolName(top), sure: sure[top] ?? Number.NaN }]
  })
  return {
    ...{ step, question, count, unseen, arms },
    names: tokens.map(token => (token < data.symbols ? symbolName(token) : `+${token - data.symbols + 1}`)),
    places: tokens.length,
    blocks: model.blocks,
    heads: model.heads,
    answer: symbolName(found.answer),
  }
}

function softmax(outputs: Float64Array): Float64Array {
  const top = Math.max(...outputs)
  const powers = outputs.map(f => Math.exp(f - top))
  const sum = powers.reduce((s, p) => s + p, 0)
  return powers.map(p => p / sum)
}

/** The selected arm's look. */
export const selectedOf = (view: View, look: Look | null): ArmLook | undefined => look?.arms.find(({ arm }) => arm === view.selected)

/** Weight of a cell; the maps are those of the first block, head by head, then those of the next. */
export function weightAt({ places }: Look, weights: Float64Array, map: number, row: number, column: number): number {
  return weights[(map * places + row) * places + column] ?? Number.NaN
}

/** Block and head of a map, counted from 1. */
export const placeOfMap = ({ heads }: Look, map: number) => [Math.floor(map / heads) + 1, (map % heads) + 1] as const

/** "block 2", and the head where there are several. */
export function mapName(look: Look, map: number): string {
  const [block, head] = placeOfMap(look, map)
  return `block ${block}${look.heads > 1 ? `, head ${head}` : ''}`
}

/** "B→D, A→B; from A, 2 hops". */
export function questionWords({ names, places }: Look): string {
  const links = Array.from({ length: (places - 2) / 2 }, (_, l) => `${names[2 * l]}→${names[2 * l + 1]}`)
  const hops = Number(names[places - 1])
  return `${links.join(', ')}; from ${names[places - 2]}, ${hops} ${hops === 1 ? 'hop' : 'hops'}`
}
