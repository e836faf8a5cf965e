import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { decodeLink, encodeLink } from '../../scenario'
import type { EdgeTestTask } from '../../workers/studies/edgeTest'
import { ASSETS } from '../assets'
import { NODE_DISK } from '../disk'
import { dataOf } from '../reading.fixture'
import { call } from '../testing'
import { STUDIES, type StudyName } from './kinds'
import { pack } from './pack'
import { chosen, tasksOf } from './plan'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-study-'))
afterAll(() => rmSync(folder, { recursive: true }))

const SMALL = 's=escape-ensemble&n=12&d=3&R=400&steps=40&every=4'
const json = (dir: string, kind: string) => JSON.parse(readFileSync(join(dir, `${kind}.json`), 'utf8'))

describe('a study', () => {
  it('of E[L] agrees with replicas and with the recursion beside them, and leaves the files of a run alone', async () => {
    const dir = join(folder, 'both')
    await call(['run', SMALL, '--steps', '3', '--out', dir])
    const run = readdirSync(dir)
    for (const kind of ['curves', 'ensemble']) {
      const { code, out, err } = await call(['study', kind, SMALL, '--out', dir])
      expect([code, err, out]).toEqual([0, '', expect.stringMatching(`^${kind}: (\\d) of \\1 parts in .* → ${dir}\n$`)])
    }
    expect(readdirSync(dir).sort()).toEqual([...run, 'curves.json', 'curves.npz', 'ensemble.json', 'ensemble.npz'].sort())
    const { parts, tasks, study, interrupted, unfinished, link, scenario, inputs } = json(dir, 'curves')
    expect(inputs).toMatchObject({ n: 12, d: 3, outputs: 1, theta_star: { array: 'inputs.theta_star', length: 3 } })
    expect([study, interrupted, unfinished]).toEqual(['curves', false, []])
    expect(decodeLink(link)).toEqual(scenario)
    expect(tasks).toEqual([{ scenario, arm: 0 }, ...scenario.arms.slice(1).map((_: unknown, i: number) => ({ arm: i + 1 }))])
    const arm = parts.findIndex((p: { aligned: unknown }) => p.aligned)
    const curves = dataOf(dir, 'curves.npz')
    const [step, loss] = ['step', 'loss'].map(name => curves[parts[arm].exact[name].array])
    const start = ['X', 'y', 'theta_0'].map(name => curves[`inputs.${name}`])
    const residuals = Array.from(start[1], (v, i) => [0, 1, 2].reduce((s, j) => s + start[0][3 * i + j] * start[2][j], -v))
    expect(residuals.reduce((s, r) => s + r * r, 0) / 24 / loss[0]).toBeCloseTo(1, 9)
    const [replicas] = json(dir, 'ensemble').parts
    const arrays = dataOf(dir, 'ensemble.npz')
    const column = (name: string) => arrays[`parts.0.rows.${name}`]
    expect([...column('step')]).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40])
    expect(replicas).toMatchObject({ R: 400, step: 40, refused: null, inexact: null })
    for (const [i, t] of column('step').entries()) {
      const exact = loss[step.indexOf(t)]
      expect(Math.exp(arrays['parts.0.exact.log_mean'][i]) / exact).toBeCloseTo(1, 9)
      expect(Math.abs(Math.exp(column('log_mean')[i]) / exact - 1)).toBeLessThanOrEqual(6 * column('relative_error')[i] + 1e-9)
    }
    expect(replicas.rho).toBeCloseTo(parts[arm].growth[0].rho, 6)
  })

  it('does not stop where a run would, and says so; a sweep over settings stops there', async () => {
    const dir = join(folder, 'stop')
    const rule = (link: string) => `${link}&stop=step&stopat=8`
    const of = async (kind: string, link: string) => {
      const { code, err } = await call(['study', kind, rule(link), '--out', dir])
      expect(code).toBe(0)
      return { err, part: json(dir, kind).parts[0] }
    }
    const all = await of('ensemble', SMALL)
    expect(all.err).toBe('noisescope: “stop when” ends a run and the runs of a sweep over settings; study ensemble does not stop there\n')
    expect(all.part.step).toBe(40)
    const sweep = await of('grid', 's=linear-anisotropic&steps=40&every=4&arms=sgd&grid=eta=0.1,0.2')
    expect(sweep.err).toBe('')
    expect(sweep.part.steps).toBe(8)
  })

  it('keeps what is known when it is interrupted', async () => {
    const dir = join(folder, 'interrupted')
    const controller = new AbortController()
    const disk = {
      ...NODE_DISK,
      open(path: string) {
        return NODE_DISK.open(path)
      },
      makeFolder(path: string) {
        // Its hidden folder is made just before the threads start.
        setImmediate(() => controller.abort())
        NODE_DISK.makeFolder(path)
      },
    }
    const { code, err } = await call(['study', 'map', 'stability-map', '--out', dir], controller.signal, disk)
    expect([code, err]).toEqual([1, `noisescope: interrupted; ${dir}/map.json holds what is known so far\n`])
    const { interrupted, unfinished, tasks, parts } = json(dir, 'map')
    expect(interrupted).toBe(true)
    expect(unfinished).toEqual(tasks.map((_: unknown, i: number) => i))
    expect(parts).toEqual(tasks.map(() => null))
  })

  it('names a link that leads to its scenario, however long', async () => {
    const dir = join(folder, 'long')
    const events = Array.from({ length: 1000 }, (_, i) => ({
      step: 1 + i,
      arm: '',
      field: 'eta' as const,
      value: ((i * 61) % 97) / 10_000 + 0.001,
    }))
    const long = encodeLink({ ...decodeLink('s=linear-label-noise&n=10&d=4&arms=sgd&steps=8'), events })
    expect((await call(['study', 'diagonals', long, '--out', dir])).code).toBe(0)
    const { link, scenario } = json(dir, 'diagonals')
    expect(scenario.events).toEqual(events)
    expect(decodeLink(link)).toEqual(scenario)
  })

  it('reads data of one’s own in its threads, and fails in one sentence where a task does', async () => {
    const path = join(folder, 't.csv')
    writeFileSync(path, Array.from({ length: 40 }, (_, i) => `${i % 7},${(i * i) % 11},${i % 2 ? 'a' : 'b'}`).join('\n'))
    const dir = join(folder, 'own')
    const own = await call(['study', 'seeds', 's=linear-isotropic&arms=sgd', '--data', path, '--steps', '5', '--out', dir])
    expect([own.code, own.err]).toEqual([0, ''])
    const { data, parts, scenario } = json(dir, 'seeds')
    expect([data.files, scenario.view.study, parts.length]).toEqual([['t.csv'], 'seeds', 16])
    expect(dataOf(dir, 'seeds.npz')['parts.3.arms.0.loss'].every(v => v > 0)).toBe(true)
    const lost = await call(['study', 'seeds', json(dir, 'seeds').link, '--out', join(folder, 'never')])
    expect([lost.code, lost.err]).toEqual([2, expect.stringMatching(/^noisescope: this scenario needs the data with digest .*\n$/)])
  })
})

describe('the tasks of a study', () => {
  const io = {
    out: () => {},
    err: () => {},
    watched: false,
    interrupt: new AbortController().signal,
    disk: NODE_DISK,
    env: {},
    thread: () => fail(),
  }
  const fail = (): never => {
    throw new Error('no thread is wanted')
  }
  const FITTING: Record<StudyName, string> = {
    curves: 's=escape',
    ensemble: 's=escape-ensemble',
    map: 's=stability-map',
    spectrum: 's=two-layer&n=20&steps=3',
    temperature: 's=linear-label-noise',
    margin: 's=linear-isotropic',
    variance: 's=linear-label-noise',
    diagonals: 's=linear-label-noise',
    'edge-test': 's=stochastic-edge',
    gap: 's=stochastic-edge',
    reshuffled: 's=linear-label-noise',
    intrinsic: 's=linear-label-noise',
    'tail-index': 's=escape-ensemble',
    cycles: 's=clr',
    success: 's=zhu-2d',
    seeds: 's=two-basins',
    sweep: 's=deff-sweep',
    grid: 's=escape&grid=eta=0.1,0.2',
  }
  const UNFIT: Partial<Record<StudyName, string>> = {
    curves: 's=two-layer',
    ensemble: 's=escape',
    map: 's=escape',
    spectrum: 's=zhu-2d',
    temperature: 's=escape',
    margin: 's=zhu-2d',
    variance: 's=escape&arms=gd',
    diagonals: 's=escape&arms=gd',
    gap: 's=zhu-2d',
    reshuffled: 's=escape',
    intrinsic: 's=two-layer',
    'tail-index': 's=two-layer',
    cycles: 's=escape',
    success: 's=escape',
    sweep: 's=escape',
    grid: 's=escape',
  }
  it.each(Object.keys(STUDIES) as StudyName[])(
    '%s: those of the page where a scenario has a use for it, else what it lacks',
    async kind => {
      expect(ASSETS.own).toBeUndefined()
      expect((await tasksOf(kind, chosen(kind, decodeLink(FITTING[kind])), io, null)).length).toBeGreaterThan(0)
      const unfit = UNFIT[kind]
      if (unfit) await expect(tasksOf(kind, chosen(kind, decodeLink(unfit)), io, null)).rejects.toThrow(`study ${kind}: found “`)
    },
  )

  it('fork every arm at a step for an edge test, arms that draw with four sets of random numbers', async () => {
    const tasks = await tasksOf('edge-test', decodeLink('s=two-layer&n=20&steps=30'), io, null, 7)
    expect(
      tasks.map(task => (({ scenario: { arms }, step, repeat }) => [arms.map(a => a.id), step, repeat])(task as EdgeTestTask)),
    ).toEqual([...[0, 1, 2, 3].map(repeat => [['sgd'], 7, repeat]), [['gd'], 7, 0]])
    const asked = (...more: string[]) => call(['study', ...more, 's=two-layer&n=20&steps=30', '--out', join(folder, 'fork')])
    expect((await asked('edge-test', '--step', '31')).err).toBe(
      'noisescope: --step: found “31”; allowed is an integer from 0 to 30, the steps of the run\n',
    )
    expect((await asked('seeds', '--step', '3')).err).toBe(
      'noisescope: --step: found “3” with the study seeds; allowed is with edge-test only\n',
    )
    expect((await asked('edge-test', '--step', '5')).code).toBe(0)
    const { parts } = json(join(folder, 'fork'), 'edge-test')
    expect(parts.map((part: { arm: string; step: number; trials: object[] }) => [part.arm, part.step, part.trials.length])).toEqual([
      ...Array.from({ length: 4 }, () => ['sgd', 5, 3]),
      ['gd', 5, 2],
    ])
    expect(dataOf(join(folder, 'fork'), 'edge-test.npz')['parts.0.trials.2.loss']).toHaveLength(301)
  })

  it('hold θ after the last step where a spectrum is read', async () => {
    const tasks = await tasksOf('spectrum', decodeLink('s=two-layer&n=20&steps=3'), io, null)
    expect(tasks).toMatchObject(
      [
        { arm: 'sgd', step: 3 },
        { arm: 'gd', step: 3 },
      ].slice(0, tasks.length),
    )
    const interrupted = { ...io, interrupt: AbortSignal.abort(new Error('enough')) }
    await expect(tasksOf('spectrum', decodeLink('s=two-layer&n=20&steps=3'), interrupted, null)).rejects.toThrow('enough')
  })
})

describe('packing', () => {
  it('puts arrays of numbers aside by their paths and leaves nothing that JSON has not', () => {
    const arrays = {}
    const value = {
      a: [{ x: Float64Array.of(1, Number.NaN) }, Number.NaN, 1, null],
      b: { c: -1 / 0, d: Int32Array.of(3), e: Float32Array.of(0.5) },
    }
    expect(pack(value, '', arrays)).toEqual({
      a: [{ x: { array: 'a.0.x', length: 2 } }, 'nan', 1, null],
      b: { c: '-inf', d: { array: 'b.d', length: 1 }, e: { array: 'b.e', length: 1 } },
    })
    expect(arrays).toEqual({
      'a.0.x': { data: Float64Array.of(1, Number.NaN), shape: [2] },
      'b.d': { data: Int32Array.of(3), shape: [1] },
      'b.e': { data: Float64Array.of(0.5), shape: [1] },
    })
  })
})
