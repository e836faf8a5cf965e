/**
 * Questions about chains of symbols, after Wang et al. 2024 (The Buffer Mechanism for Multi-Step Information Reasoning in Language
 * Models): the links a→b of a chain in any order, then where to start and how many hops to go; the answer is the symbol
 * where that leads. `drawQuestions` makes the data set, `tokensOf` reads a question back.
 */

import { STREAM, type Stream } from '../lib/philox'
import { drawWithout, integersBelow, permutation } from '../lib/random'
import { type DataSettings, sequenceOf } from '../scenario'
import { type DataSet, dataSetOf } from './data'

type Sizes = Pick<DataSettings, 'symbols' | 'pairs' | 'hops'>

/** Questions held out, and how many are drawn in search of those that were not trained on. */
const UNSEEN = { wanted: 1000, drawn: 20000 }

interface Question {
  /** Symbols 0 … symbols − 1, the last one symbols + hops − 1. */
  readonly tokens: readonly number[]
  readonly answer: number
}

/** Question i of a stream: 1 + (i mod hops) hops. */
function question({ symbols, pairs, hops }: Sizes, seed: number, stream: Stream, i: number): Question {
  const wanted = 1 + (i % hops)
  const chain = Int32Array.from({ length: symbols }, (_, s) => s)
  drawWithout(chain, pairs + 1, seed, stream, 3 * i)
  const links = permutation(pairs, seed, stream, 3 * i + 1)
  const start = new Int32Array(1)
  integersBelow(start, 0, 1, pairs + 1 - wanted, seed, stream, 3 * i + 2)
  const context = Array.from(links, l => [chain[l], chain[l + 1]]).flat()
  return { tokens: [...context, chain[start[0]], symbols + wanted - 1], answer: chain[start[0] + wanted] }
}

/**
 * n questions and up to 1,000 unseen ones. A question is an image of one row: its channels are the tokens and the places, each
 * one-hot, of mean square one; entry (channel, place). Targets are one-hot.
 */
export function drawQuestions(settings: DataSettings, seed: number): DataSet {
  const { n, symbols, labelNoise } = settings
  const { places, tokens } = sequenceOf(settings)
  const channels = tokens + places
  const d = channels * places
  const size = Math.sqrt(channels / 2)
  const image = { channels, height: 1, width: places }
  const coded = (questions: readonly Question[]) => {
    const X = new Float64Array(questions.length * d)
    const Y = new Float64Array(questions.length * symbols)
    for (const [i, { tokens: row, answer }] of questions.entries()) {
      for (const [t, token] of row.entries()) X[i * d + token * places + t] = X[i * d + (tokens + t) * places + t] = size
      Y[i * symbols + answer] = 1
    }
    return { n: questions.length, d, image, X, outputs: symbols, Y, labels: null }
  }
  const train = Array.from({ length: n }, (_, i) => question(settings, seed, STREAM.questions, i))
  const known = new Set(train.map(q => q.tokens.join()))
  const unseen: Question[] = []
  for (let i = 0; i < UNSEEN.drawn && unseen.length < UNSEEN.wanted; i++) {
    const drawn = question(settings, seed, STREAM.unseenQuestions, i)
    if (!known.has(drawn.tokens.join())) unseen.push(drawn)
  }
  return dataSetOf({ train: coded(train), test: unseen.length > 0 ? coded(unseen) : null }, labelNoise, seed)
}

/** The tokens of question i of X. */
export function tokensOf(sizes: Sizes, X: Float64Array, i: number): number[] {
  const { places, tokens } = sequenceOf(sizes)
  const d = (tokens + places) * places
  return Array.from({ length: places }, (_, t) => {
    for (let token = 0; token < tokens; token++) if (X[i * d + token * places + t] > 0) return token
    return -1
  })
}

/** How many hops question i of X asks for. */
export function hopsAsked(sizes: Sizes, X: Float64Array, i: number): number {
  const { places } = sequenceOf(sizes)
  return tokensOf(sizes, X, i)[places - 1] - sizes.symbols + 1
}
