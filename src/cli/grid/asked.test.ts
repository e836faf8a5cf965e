import { describe, expect, it } from 'vitest'
import { mutations, trials } from '../../lib/mutation.fixture'
import { decodeLink, PATH_BY_NAME, readAxes, readRead } from '../../scenario'
import type { UsageError } from '../faults'
import { isAsked } from '../io'
import { planOf } from './plan'
import { isOf, readShard } from './shard'

describe('a shard', () => {
  const of = (text: string | undefined, env: Record<string, string> = {}) => {
    const shard = readShard(text, env)
    return shard && [shard.index, shard.count, shard.from]
  }
  it('is said, or follows from the array job of a scheduler', () => {
    expect(of(undefined)).toBeNull()
    expect(of('2/3')).toEqual([2, 3, '--shard'])
    const slurm = { SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_MIN: '3', SLURM_ARRAY_TASK_STEP: '2', SLURM_ARRAY_TASK_COUNT: '4' }
    expect(of(undefined, slurm)).toEqual([3, 4, 'SLURM_ARRAY_TASK_ID'])
    expect(of('/8', slurm)).toEqual([3, 8, 'SLURM_ARRAY_TASK_ID'])
    expect(of('1/1', slurm)).toEqual([1, 1, '--shard'])
    expect(of(undefined, { AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ARRAY_SIZE: '5' })).toEqual([1, 5, 'AWS_BATCH_JOB_ARRAY_INDEX'])
    expect(of('/4', { JOB_COMPLETION_INDEX: '3' })).toEqual([4, 4, 'JOB_COMPLETION_INDEX'])
  })

  it.each<[string | undefined, Record<string, string>, string]>([
    ['3', {}, '--shard: found “3”; allowed is i/n with i from 1 to n, or /n'],
    ['0/3', {}, '--shard: found “0/3”'],
    ['4/3', {}, '--shard: found “4/3”'],
    ['1/0', {}, '--shard: found “1/0”'],
    ['-1/3', {}, '--shard: found “-1/3”'],
    ['/3', {}, '--shard: found “/3”; allowed is i/n here, where no scheduler has set an index'],
    [undefined, { JOB_COMPLETION_INDEX: '3' }, 'JOB_COMPLETION_INDEX is 3, but how many shards there are is not said; add --shard /n'],
    ['/3', { JOB_COMPLETION_INDEX: '3' }, 'JOB_COMPLETION_INDEX: found “4/3”'],
    [undefined, { SLURM_ARRAY_TASK_ID: 'x', SLURM_ARRAY_TASK_COUNT: '2' }, 'SLURM_ARRAY_TASK_ID: found “x”; allowed is a whole number'],
  ])('%s %j is refused', (text, env, message) => expect(() => of(text, env)).toThrow(message))

  it('has each point in exactly one', () => {
    const shards = [1, 2, 3].map(index => ({ index, count: 3, from: '' }))
    for (let point = 0; point < 10; point++) expect(shards.filter(shard => isOf(shard, point))).toHaveLength(1)
    expect(isOf(null, 5)).toBe(true)
  })
})

describe('the points of a grid', () => {
  const SCENARIO = decodeLink('s=linear-label-noise&n=12&d=3&steps=6&arms=sgd,gd&seed=5')
  const plan = (grid: readonly string[], { set = [] as string[], seeds = 1, at = '', columns = '' } = {}) =>
    planOf({ scenario: SCENARIO, set, axes: readAxes(grid), seeds, ...readRead(columns || undefined, at || undefined, undefined) }, '1')
  const links = (...args: Parameters<typeof plan>) => plan(...args).points.map(({ link }) => link)

  it('go through the seeds first, then through the last axis, and are scenarios of their own', () => {
    const found = plan(['eta=0.1,0.2', 'B=1,3'], { seeds: 2 }).points
    expect(found.map(({ values, seed }) => [...values, seed].join(' '))).toEqual([
      ...['0.1 1 5', '0.1 1 6', '0.1 3 5', '0.1 3 6', '0.2 1 5', '0.2 1 6', '0.2 3 5', '0.2 3 6'],
    ])
    const { arms, seed } = decodeLink(found[3]?.link ?? '')
    expect([arms.map(({ eta }) => eta), arms[0]?.B, seed]).toEqual([[0.1, 0.1], 3, 6])
    expect(links([], { seeds: 3, set: ['seed=9'] }).map(link => decodeLink(link).seed)).toEqual([9, 10, 11])
    expect(links(['seed=4,2']).map(link => decodeLink(link).seed)).toEqual([4, 2])
    expect(links(['arms=sgd+gd,a:adam']).map(link => decodeLink(link).arms.map(({ kind }) => kind))).toEqual([['sgd', 'gd'], ['adam']])
    expect(links(['gd.eta=0.1,0.2']).map(link => decodeLink(link).arms[1]?.eta)).toEqual([0.1, 0.2])
  })

  it('are another sweep where anything is other', () => {
    const all = [
      plan(['eta=0.1,0.2']),
      plan(['eta=0.2,0.1']),
      plan(['eta=0.1,0.2'], { seeds: 2 }),
      plan(['eta=0.1,0.2'], { at: 'end' }),
      plan(['eta=0.1,0.2'], { columns: 'mu' }),
      plan(['eta=0.1,0.2'], { set: ['steps=7'] }),
    ]
    expect(new Set(all.map(({ digest }) => digest)).size).toBe(all.length)
    expect(plan(['eta=0.1,0.2']).digest).toBe(all[0]?.digest)
  })

  it.each<[string[], Parameters<typeof plan>[1], string]>([
    [['eta=0.1', 'B=4,64'], {}, 'grid point eta=0.1, B=64: sgd.B: found “64”; allowed is at most n = 12'],
    [['eta=0.1'], { set: ['eta=0.2'] }, 'grid point eta=0.1: eta: found “0.1”; allowed is each field once'],
    [['a.eta=0.1'], {}, 'a.eta: found “a”; allowed is an arm of sgd, gd'],
    [['arms=sgd+sgd'], {}, 'grid point arms=sgd+sgd: arms: found “sgd,sgd”; allowed is ids that differ'],
    [['arms=nope'], {}, 'grid point arms=nope: arms: found “nope”; allowed is 1 to 4 of id:kind'],
    [['beta2=0.9,0.99'], {}, '--grid: beta2=0.9 and beta2=0.99 are the same run; allowed are values that differ in effect'],
    [['backend=wasm,webgpu'], {}, 'grid point backend=webgpu: backend: “webgpu” needs a browser'],
    [['seed=1,2'], { seeds: 2 }, '--seeds: found “2”; allowed is nothing beside --grid seed'],
    [['seed=1:10000:lin:10000', 'eta=0.001:1:log:100'], {}, '--grid: found 1000000 points with their seeds; allowed are at most 100000'],
    [['steps=5,50'], { at: '6' }, 'grid point steps=5: --at: found “6”; allowed is at most steps = 5'],
    [['k=1,2'], { columns: 'g_2' }, 'grid point k=1: --columns: found “g_2”; allowed is a direction up to k = 1'],
    [[], { set: ['seed=4294967295'], seeds: 2 }, '--seeds: found “2”; allowed is at most 1 from seed 4294967295 on'],
  ])('%j %j is refused', (grid, options, message) => expect(() => plan(grid, options)).toThrow(message))

  it('are refused in one sentence whatever the texts', () => {
    const { one, text, below } = mutations(5)
    const names = [...PATH_BY_NAME.keys(), 'arms', 'gd.eta', 'at', 's']
    const pieces = ['0.1:1:log:5', '1:9:lin:3', '1,2,3', 'sgd+gd,sgd', 'with-replacement', '1e400', '', '::::', '5:5:log:2', '1:1e9:lin:9']
    let refused = 0
    for (let trial = trials(20_000, 1_500); trial > 0; trial--) {
      const grid = Array.from({ length: 1 + below(2) }, () => {
        const value = below(3) ? one(pieces) : text(one(pieces), '0123456789.:,+-eling ')
        return below(6) ? `${one(names)}=${value}` : text(`${one(names)}=${value}`, 'abc=:,.0+')
      })
      try {
        expect(plan(grid, { seeds: 1 + below(2) }).points.length).toBeGreaterThan(0)
      } catch (error) {
        refused++
        expect(isAsked(error), `${grid}: ${error}`).toBe(true)
        expect((error as UsageError).message, `${grid}`).toMatch(/^[^\n]{20,}$/)
        expect((error as UsageError).message.replaceAll(/“.*?”/g, ''), `${grid}`).not.toMatch(/undefined|NaN|\[object/)
      }
    }
    expect(refused).toBeGreaterThan(100)
  })
})
