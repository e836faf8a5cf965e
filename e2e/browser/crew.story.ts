/** The numbers of a network's measurement by a crew, as text with all their bits: the same wherever it is computed, and by however many. */

import { STREAM } from '../../src/lib/philox'
import { normals } from '../../src/lib/random'
import { decodeLink } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import { later } from '../../src/sim/backends/machine/program'
import type { Backend, Precision } from '../../src/sim/backends/types'
import type { Crew } from '../../src/sim/crew'
import { layNet, withMachine } from '../../src/sim/net/layout'
import { measuredInTiles } from '../../src/sim/net/tiles'
import { sharedTiles } from '../../src/sim/netShared'
import { initialNetwork, netOf } from '../../src/sim/network'
import { createSimulation } from '../../src/sim/simulation'

const LINKS = {
  /** In panels of units. */
  wide: 's=two-layer&arms=sgd&n=90&d=4&m=46000&k=5&eta=0.0001&steps=9',
  deep: 's=two-layer&arms=sgd&model=mlp&n=70&d=6&hidden=20,30&k=5&eta=0.001&steps=9',
  /** In tiles. */
  classes: 's=vgg-digits&filters=3,6&depth=1',
} as const

export type Story = keyof typeof LINKS
export const STORIES = Object.keys(LINKS) as Story[]

export async function story(name: Story, precision: Precision, crew: Crew | null): Promise<string> {
  const backend = await createBackend('wasm')
  const told = await (name === 'classes' ? ofTiles(backend, precision, crew) : ofRow(LINKS[name], backend, precision, crew))
  backend.dispose()
  return JSON.stringify(told)
}

const bits = (values: Float64Array) => [...new Uint32Array(values.slice().buffer)]

async function ofRow(link: string, backend: Backend, precision: Precision, crew: Crew | null): Promise<unknown> {
  const sim = await createSimulation(decodeLink(`${link}&precision=${precision}`), backend, undefined, { crew, planeLater: true })
  await sim.advance(1)
  const rows = (await sim.measure()).map(({ row }) => bits(row))
  sim.dispose()
  return rows
}

async function ofTiles(backend: Backend, precision: Precision, crew: Crew | null): Promise<unknown> {
  const scenario = decodeLink(LINKS.classes)
  const [n, d, outputs] = [41, 64, 3]
  const plain = layNet(netOf(scenario, { d, outputs, image: { channels: 1, height: 8, width: 8 } }).spec)
  const net = backend.machine ? withMachine(plain, await backend.machine(precision)) : plain
  const theta = initialNetwork(net, scenario)
  const X = normals(new Float64Array(n * d), 1, STREAM.data)
  const Y = Float64Array.from({ length: n * outputs }, (_, at) => (at % outputs === Math.floor(at / outputs) % outputs ? 1 : 0))
  const limits = { bytes: 2e5 }
  const { moments, traceG, frobG2, layers, lambda } = crew
    ? await sharedTiles(crew, net, theta, X, Y, 3, undefined, limits)
    : await later(measuredInTiles(net, theta, X, Y, 3, undefined, limits))
  net.machine.dispose()
  return [...Object.values(moments), traceG, frobG2, ...lambda, ...Object.values(layers ?? {}).flatMap(share => [...share])].map(v =>
    bits(Float64Array.of(v)),
  )
}
