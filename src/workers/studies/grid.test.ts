import { expect, it } from 'vitest'
import { decodeLink, type ReadPoint } from '../../scenario'
import { compute, type GridTask } from './grid'
import { startJob } from './job'
import type { ToStudy } from './messages'

/** A worker of a study that computes here, and answers the later the sooner it was asked. */
class Here {
  onmessage: ((event: { data: unknown }) => void) | null = null
  onerror = null
  postMessage(message: unknown) {
    const { index, task } = message as ToStudy
    if (task === undefined) return
    const none = async () => {
      throw new Error('no file is wanted')
    }
    compute(task as GridTask, { assets: { mnist: none } as never, report() {}, show() {} }).then(part =>
      setTimeout(() => this.onmessage?.({ data: { type: 'part', index, part } }), 5 * (index % 3)),
    )
  }
  terminate() {}
}

const LINK = 's=linear-label-noise&n=12&d=3&steps=30&every=5&arms=sgd,gd'
const tasks = ['0.01', '0.05', '0.1', '0.2', '5'].flatMap(eta =>
  [3, 4].map((seed): GridTask => {
    const link = `${LINK}&eta=${eta}&seed=${seed}`
    return {
      values: [eta],
      seed,
      link,
      scenario: decodeLink(link),
      at: ['start', 7, 'end'],
      until: { column: 'loss', sign: '<', value: 0.3 },
    }
  }),
)

async function partsOf(workers: number): Promise<ReadPoint[]> {
  const parts: ReadPoint[] = []
  const { done } = startJob(() => new Here() as unknown as Worker, 'grid', tasks, {
    workers,
    onPart(index, part) {
      parts[index] = part
    },
    onProgress() {},
    onReplaced() {},
  })
  await done
  return parts
}

it('gives the same bits with one, two and four workers, and every row that was asked for', async () => {
  const one = await partsOf(1)
  for (const workers of [2, 4]) expect(await partsOf(workers)).toEqual(one)
  for (const { rows, names, steps } of one) {
    expect(rows.map(({ arm, at }) => `${arm} ${at}`).sort()).toEqual(
      ['start', '7', 'end', 'loss<0.3'].flatMap(at => ['gd', 'sgd'].map(arm => `${arm} ${at}`)).sort(),
    )
    expect(steps).toBe(30)
    expect(rows.every(({ values }) => values.length === names.length)).toBe(true)
  }
  expect(new Set(one.map(({ fingerprint }) => fingerprint)).size).toBe(tasks.length)
})

it('reads a step twice that is both named and the last', async () => {
  const [task] = tasks
  const part = task && (await compute({ ...task, at: [30, 'end'], until: null }, { assets: {} as never, report() {}, show() {} }))
  expect(part?.rows.map(({ arm, at, step }) => [arm, at, step])).toEqual([
    ['sgd', '30', 30],
    ['gd', '30', 30],
    ['sgd', 'end', 30],
    ['gd', 'end', 30],
  ])
  const [first, , last] = part?.rows ?? []
  expect(last?.values).toEqual(first?.values)
})

it('ends where the scenario says so: that row is the last, and later steps have none', async () => {
  const scenario = decodeLink('s=linear-anisotropic&arms=sgd&steps=300&every=5&stop=loss&stopat=0.01')
  const none = async () => {
    throw new Error('no file is wanted')
  }
  const asked = { scenario, at: ['start', 250, 'end'], until: null } as const
  const { rows, names, steps } = (await compute(asked, { assets: { mnist: none } as never, report() {}, show() {} })) as ReadPoint
  const loss = (at: string) => rows.find(row => row.at === at)?.values[names.indexOf('loss')] ?? Number.NaN
  expect(steps % 5).toBe(0)
  expect(steps).toBeLessThan(250)
  expect(loss('end')).toBeLessThanOrEqual(0.01)
  expect(rows.map(row => [row.at, row.step])).toEqual([
    ['start', 0],
    ['250', Number.POSITIVE_INFINITY],
    ['end', steps],
  ])
})
