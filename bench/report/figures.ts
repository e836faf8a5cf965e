/** The three figures that matter, each a sentence; what was not measured is left out. */
import { quickest, type Row, short } from '../core/row'

interface Figure {
  readonly group: string
  readonly name: string
  readonly who: string
  readonly peers: RegExp
  say(own: string, ratio: string): string
}

const FIGURES: readonly Figure[] = [
  {
    group: 'SGD step',
    name: 'MLP 196-32-32-1, B 8, f64',
    who: 'ours',
    peers: /PyTorch/,
    say: (own, ratio) =>
      `One SGD step of a deep net (196-32-32-1, B 8, float64) takes ${own} ms on one core, ${ratio} the time of PyTorch.`,
  },
  {
    group: 'μ with g for 20 directions',
    name: 'two-layer, d 50, m 16,384, n 1000, f64',
    who: 'ours',
    peers: /^PyTorch, \w+$/,
    say: (own, ratio) =>
      `μ and g of a network with 835,584 parameters on 1,000 samples take ${own} ms in float64 on one core, ${ratio} the time of PyTorch with the same formulas.`,
  },
  {
    group: 'ensemble step',
    name: '1,024 replicas, d 50, B 4',
    who: 'ours f32',
    peers: /^numpy f32/,
    say: (own, ratio) => `One step of 1,024 replicas (d 50, B 4, float32) takes ${own} ms on one core, ${ratio} the time of numpy.`,
  },
]

export function figures(rows: readonly Row[]): string[] {
  return FIGURES.flatMap(({ group, name, who, peers, say }) => {
    const row = rows.find(r => r.group === group && r.name === name)
    const own = row && quickest(row, [who])
    const whos = row?.cells.map(cell => cell.who).filter(who => peers.test(who)) ?? []
    const peer = row && quickest(row, whos)
    return own && peer ? [say(short(own.median), `${short(own.median / peer.median)}×`)] : []
  })
}
