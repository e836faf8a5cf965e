import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCli } from '../../../scripts/build-cli.mjs'
import { numberText } from '../../lib/csv'
import { mutations } from '../../lib/mutation.fixture'
import { quantiles } from '../../lib/sample'
import { dataOf, readCsv } from '../reading.fixture'
import { installed, pointsOf, tablesIn } from './testing'

const { folder, run } = await installed(buildCli)
afterAll(() => rmSync(folder, { recursive: true }))
let made = 0
const fresh = () => join(folder, `out${++made}`)

const ARGS = ['sweep', 's=linear-label-noise&n=12&d=3&steps=20&arms=sgd,gd&seed=5', '--grid', 'eta=0.01:0.1:log:3', '--grid', 'B=1,3']
const SWEEP = [...ARGS, '--seeds', '2', '--columns', 'loss,mu,path_x,mu_gaussian', '--at', '7,end']
const COUNT = 12
const whole = fresh()
const names = Array.from({ length: COUNT }, (_, i) => `${String(i).padStart(6, '0')}.json`)

beforeAll(() => {
  const { code, err, out } = run([...SWEEP, '--workers', '1', '--out', whole])
  expect([code, err, out]).toEqual([0, '', expect.stringMatching(/^sweep: 12 of 12 points in .* → .*sweep\.csv\n$/)])
})

function rowsOf(dir: string, name = 'sweep.csv') {
  const [head = '', ...lines] = readFileSync(join(dir, name), 'utf8').trimEnd().split('\n')
  return lines.map(line => Object.fromEntries(line.split(',').map((cell, i) => [head.split(',')[i], cell])))
}

describe('a sweep', () => {
  it('has a row per point, arm and step, each that of the run whose link and fingerprint it names', () => {
    const rows = rowsOf(whole)
    expect(rows).toHaveLength(COUNT * 2 * 2)
    expect(new Set(rows.map(row => row.fingerprint)).size).toBe(COUNT)
    for (const point of [0, 7]) {
      const own = rows.filter(row => Number(row.point) === point)
      const dir = fresh()
      const { out } = run(['run', own[0]?.link ?? '', '--every', '1', '--out', dir])
      expect(out.trimEnd().split('\n').at(-1)).toBe(own[0]?.fingerprint)
      for (const row of own) {
        const { column } = readCsv(join(dir, row.arm ?? ''))
        const at = row.at === 'end' ? 20 : 7
        for (const name of ['step', 'loss', 'mu', 'path_x', 'mu_gaussian'])
          expect(Number(row[name]), `${point} ${row.arm} ${row.at} ${name}`).toBe(column(name)[at])
      }
    }
  })

  it('is summed up over its seeds', () => {
    const rows = rowsOf(whole)
    const summary = rowsOf(whole, 'sweep-summary.csv')
    expect(summary).toHaveLength(rows.length / 2)
    for (const line of summary) {
      const group = rows.filter(r => ['eta', 'B', 'arm', 'at'].every(name => r[name] === line[name]))
      const [a = 0, b = 0] = group.map(row => Number(row.loss)).sort((x, y) => x - y)
      expect([line.seeds, line.loss_n, line.step_se]).toEqual(['2', '2', '0'])
      expect(Number(line.loss_mean)).toBeCloseTo((a + b) / 2, 14)
      expect(Number(line.loss_se)).toBeCloseTo((b - a) / 2, 14)
      const expected = quantiles(Float64Array.of(a, b), [0.25, 0.5, 0.75])
      expect([line.loss_q25, line.loss_median, line.loss_q75].map(Number)).toEqual(expected)
    }
  })

  it('is an archive for numpy with the same numbers', () => {
    const rows = rowsOf(whole)
    const arrays = dataOf(whole, 'sweep.npz')
    for (const name of ['point', 'eta', 'B', 'seed', 'step', 'loss', 'mu', 'path_x'])
      expect([...(arrays[name] ?? [])], name).toEqual(rows.map(row => Number(row[name])))
    const { arms, at, complete, points } = JSON.parse(readFileSync(join(whole, 'sweep.json'), 'utf8'))
    expect([...arrays.arm].map(i => arms[i])).toEqual(rows.map(row => row.arm))
    expect([...arrays.at].map(i => String(at[i]))).toEqual(rows.map(row => row.at))
    expect(complete).toBe(true)
    expect(rows.map(row => row.fingerprint)).toEqual(rows.map(row => points[Number(row.point)].fingerprint))
  })

  it('is a table in Parquet with the rows of sweep.csv, whole numbers and numbers as such', async () => {
    const dir = fresh()
    const arms = ['--grid', 'sampling=reshuffled,with-replacement', '--columns', 'step,loss,path_x', '--until', 'loss<0.3', '--steps', '25']
    expect(run([...ARGS, ...arms, '--out', dir]).code).toBe(0)
    for (const out of [whole, dir]) {
      const file = readFileSync(join(out, 'sweep.parquet'))
      const table = await parquetReadObjects({ file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer })
      // A step that is asked for as a column stands there once, as it does unasked.
      const [head = [], ...lines] = readFileSync(join(out, 'sweep.csv'), 'utf8')
        .trimEnd()
        .split('\n')
        .map(line => line.split(','))
      const text = (value: unknown) => (typeof value === 'number' ? numberText(value) : String(value))
      const [names = ''] = readFileSync(join(out, 'sweep-summary.csv'), 'utf8').split('\n')
      for (const columns of [head, names.split(',')]) expect(new Set(columns).size).toBe(columns.length)
      expect(Object.keys(table[0] ?? {})).toEqual(head)
      expect(table.map(row => Object.values(row).map(text))).toEqual(lines)
      const kinds = Object.fromEntries(Object.entries(table[0] ?? {}).map(([name, value]) => [name, typeof value]))
      expect(kinds).toMatchObject({
        point: 'bigint',
        B: 'bigint',
        seed: 'bigint',
        eta: 'number',
        loss: 'number',
        arm: 'string',
        link: 'string',
      })
      expect(kinds.step).toBe(out === whole ? 'bigint' : 'number')
    }
  })

  it('is the same, byte by byte, with four workers, and as three shards in folders of their own, or in one', () => {
    const four = fresh()
    expect(run([...SWEEP, '--workers', '4', '--out', four]).code).toBe(0)
    expect(tablesIn(four)).toEqual(tablesIn(whole))
    const shards = [fresh(), fresh(), fresh()]
    const together = fresh()
    for (const [i, dir] of shards.entries()) {
      const { code, out, err } = run([...SWEEP, '--shard', `${i + 1}/3`, '--out', dir])
      expect([code, err]).toEqual([0, ''])
      expect(out).toContain('sweep: 4 of 12 points')
      expect(existsSync(join(dir, 'sweep.csv'))).toBe(false)
      const slurm = { SLURM_ARRAY_TASK_ID: String(10 + i), SLURM_ARRAY_TASK_MIN: '10', SLURM_ARRAY_TASK_COUNT: '3' }
      const shared = run([...SWEEP, '--out', together], slurm)
      expect([shared.code, shared.err]).toEqual([0, `noisescope: shard ${i + 1} of 3, from SLURM_ARRAY_TASK_ID\n`])
    }
    expect(tablesIn(together)).toEqual(tablesIn(whole))
    const merged = fresh()
    const { code, out } = run(['merge', ...shards, '--out', merged])
    expect([code, out]).toEqual([0, `merge: 12 points of 3 folders → ${merged}/sweep.csv\n`])
    expect(tablesIn(merged)).toEqual(tablesIn(whole))
  })

  it('goes on where it was killed, ten times over, without a point computed twice or half-written', () => {
    const { below, one } = mutations(3)
    const dir = fresh()
    let before = new Map<string, number>()
    for (let kill = 0; kill < 10; kill++) {
      const act = one(['openSync', 'writeSync', 'closeSync', 'renameSync'] as const)
      // One more point at most: the sweep is not to end before the tenth time.
      const { signal } = run([...SWEEP, '--workers', '2', '--out', dir], {}, [act, 'points', 1 + below(2), 'SIGKILL'])
      expect(signal).toBe('SIGKILL')
      const done = pointsOf(dir).filter(name => !name.startsWith('.'))
      for (const name of done) expect(JSON.parse(readFileSync(join(dir, 'points', name), 'utf8')).rows).toHaveLength(4)
      const now = new Map(done.map(name => [name, statSync(join(dir, 'points', name)).ino]))
      for (const [name, inode] of before) expect(now.get(name), name).toBe(inode)
      before = now
    }
    expect(before.size).toBeLessThan(COUNT)
    const { code, out } = run([...SWEEP, '--out', dir])
    expect([code, out]).toEqual([0, expect.stringContaining(`${before.size} were there`)])
    for (const [name, inode] of before) expect(statSync(join(dir, 'points', name)).ino, name).toBe(inode)
    expect(tablesIn(dir)).toEqual(tablesIn(whole))
    expect(pointsOf(dir)).toEqual(names)
  })

  it('keeps what is done when it is interrupted, and says how to go on', () => {
    const dir = fresh()
    const { code, err } = run([...SWEEP, '--workers', '1', '--out', dir], {}, ['renameSync', 'points', 2, 'SIGINT'])
    const kept = pointsOf(dir).length
    expect([code, err]).toEqual([1, `noisescope: interrupted; ${kept} of 12 points are in ${dir}: the same command goes on\n`])
    expect(run([...SWEEP, '--out', dir]).out).toContain(`sweep: ${12 - kept} of 12 points`)
    expect(tablesIn(dir)).toEqual(tablesIn(whole))
  })

  it('reads when a threshold is passed, and makes a run no longer than that takes', () => {
    const dir = fresh()
    const until = ['--every', '3', '--until', 'loss<0.3', '--columns', 'loss', '--steps', '25']
    expect(run([...ARGS, ...until, '--out', dir]).code).toBe(0)
    const rows = rowsOf(dir)
    expect(new Set(rows.map(row => row.at))).toEqual(new Set(['start', 'loss<0.3']))
    const passed = rows.filter(row => row.at !== 'start')
    expect(passed.some(row => row.step === 'inf' && row.loss === 'nan')).toBe(true)
    expect(passed.some(row => Number(row.step) > 0 && row.step !== 'inf')).toBe(true)
    const point = passed.find(row => row.arm === 'sgd' && row.step !== 'inf')?.point
    const own = passed.filter(row => row.point === point)
    const dirOfRun = fresh()
    const { out } = run(['run', own[0]?.link ?? '', '--every', '1', '--out', dirOfRun])
    expect(out.trimEnd().split('\n').at(-1)).toBe(own[0]?.fingerprint)
    for (const row of own) {
      const loss = readCsv(join(dirOfRun, row.arm ?? '')).column('loss')
      const first = loss.findIndex((v, step) => step % 3 === 0 && v < 0.3)
      expect(row.step, row.arm).toBe(first < 0 ? 'inf' : String(first))
      if (first >= 0) expect(Number(row.loss)).toBe(loss[first])
    }
  })
})

describe('what cannot be', () => {
  it('is another sweep in the same folder, with what differs', () => {
    const said = (...args: string[]) => run([...args, '--out', whole]).err
    const scenario = [...SWEEP]
    scenario[1] += '&k=4'
    expect(said(...scenario)).toMatch(/holds another sweep: scenario is “.*” there and “.*k=4.*” here; name another folder/)
    expect(said(...SWEEP, '--grid', 'momentum=0,0.5')).toContain('--grid is “eta=')
    expect(said(...ARGS, '--seeds', '3')).toContain('--seeds is “2” there and “3” here')
    expect(said(...ARGS, '--seeds', '2')).toContain('--columns is “loss,mu,path_x,mu_gaussian” there')
    expect(said(...SWEEP, '--set', 'measure=2')).toContain('field: found “measure”')
    expect(said(...SWEEP, '--steps', '21')).toContain('--set is “” there and “steps=21” here')
    expect(said(...SWEEP, '--until', 'loss<0.1')).toContain('--until is “none” there and “loss<0.1” here')
    const dir = fresh()
    run(['run', ARGS[1] ?? '', '--out', dir])
    expect(run([...SWEEP, '--out', dir])).toMatchObject({ code: 2, err: expect.stringContaining('holds a run; allowed is another folder') })
  })

  it('is a merge of what is missing, of other sweeps, or of nothing', () => {
    const [dir, other] = [fresh(), fresh()]
    expect(run([...SWEEP, '--shard', '2/3', '--out', dir]).code).toBe(0)
    expect(run([...ARGS, '--shard', '1/3', '--out', other]).code).toBe(0)
    const merge = (...dirs: string[]) => run(['merge', ...dirs, '--out', join(folder, 'never')])
    expect(merge(dir)).toMatchObject({ code: 2, err: expect.stringContaining('8 of 12 points are missing: 0, 2, 3, 5, 6, 8, 9, 11; run') })
    expect(merge(dir, other)).toMatchObject({ code: 2, err: expect.stringContaining(`${other} holds another sweep`) })
    expect(merge(folder)).toMatchObject({ code: 2, err: expect.stringContaining('holds no sweep') })
    expect(merge()).toMatchObject({ code: 2, err: expect.stringContaining('DIR is missing') })
    expect(run(['merge', dir])).toMatchObject({ code: 2, err: expect.stringContaining('--out is missing') })
    const point = join(dir, 'points', names[1] ?? '')
    const text = readFileSync(point, 'utf8')
    writeFileSync(point, text.replace(/"fingerprint":"./, '"fingerprint":"x'))
    expect(merge(whole, dir)).toMatchObject({ code: 2, err: expect.stringMatching(/point 1 differs between .* and .*; remove one/) })
    // One that was damaged is computed again.
    writeFileSync(point, text.slice(0, 50))
    expect(merge(dir).err).toContain('9 of 12 points are missing: 0, 1, 2,')
    expect(run([...SWEEP, '--shard', '2/3', '--out', dir]).out).toContain('3 were there')
    expect(readFileSync(point, 'utf8')).toBe(text)
    expect(existsSync(join(folder, 'never/sweep.csv'))).toBe(false)
  })
})
