import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { createReferenceBackend } from '../sim/backends/reference'
import { createSimulation } from '../sim/simulation'
import { readCsv, readNpz } from './reading.fixture'
import { call } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-run-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0

async function run(scenario: string, ...options: string[]) {
  return runUntil(new AbortController().signal, scenario, ...options)
}

async function runUntil(interrupt: AbortSignal, scenario: string, ...options: string[]) {
  const dir = join(folder, `deep/${++count}`)
  const { code, out, err } = await call(['run', scenario, ...options, '--out', dir], interrupt)
  const lines = out.split('\n')
  expect(lines.at(-1)).toBe('')
  return { code, out, err, dir, fingerprint: lines.at(-2)! }
}

const readRun = (dir: string) => JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8'))

const shapes = (npz: ReturnType<typeof readNpz>) => Object.fromEntries(Object.entries(npz).map(([name, { shape }]) => [name, shape]))
const SMALL = 's=linear-label-noise&n=12&d=3&arms=sgd&steps=40'

describe('run', () => {
  it('writes one folder per arm and prints the fingerprint last', async () => {
    const { code, err, dir, fingerprint } = await run('linear-anisotropic', '--steps', '30', '--set', 'n=25', '--set', 'gd.eta=1.2')
    expect([code, err]).toEqual([0, ''])
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/)
    expect(readdirSync(dir).sort()).toEqual(['gd', 'sgd'])
    for (const arm of ['gd', 'sgd']) {
      expect(readdirSync(join(dir, arm)).sort()).toEqual(['metrics.csv', 'run.json', 'state.npz'])
      const facts = readRun(join(dir, arm))
      expect(facts).toMatchObject({ arm, backend: 'wasm', precision: 'f64', model: 'linear', n: 25, d: 20, p: 20, final_step: 30 })
      expect(facts).toMatchObject({ interrupted: false, divergence: null, fingerprint })
      expect(decodeLink(facts.link)).toEqual(facts.scenario)
      const { names, column } = readCsv(join(dir, arm))
      expect(names).toEqual(facts.columns)
      expect(column('step')).toEqual(Array.from({ length: 31 }, (_, i) => i))
      const mu = column('mu').at(-1)!
      const [low, high] = facts.certificate.mu
      expect(low < mu && mu < high).toBe(true)
      expect(facts.certificate.g).toHaveLength(20)
      expect(column('mu_gaussian').every(v => v >= 1 && v <= 2)).toBe(true)
    }
    expect(readCsv(join(dir, 'gd')).column('lr')[0]).toBe(1.2)
  })

  it('ends where --set stop=… says so, and run.json says why', async () => {
    const settings = ['stop=loss', 'stopat=0.01', 'every=5'].flatMap(text => ['--set', text])
    const { code, out, err, dir, fingerprint } = await run('s=linear-anisotropic&arms=sgd&steps=300', ...settings)
    expect([code, err]).toEqual([0, ''])
    const facts = readRun(dir)
    const step = facts.final_step as number
    expect(facts).toMatchObject({ interrupted: false, stopped: { when: 'loss', side: 'below', value: 0.01, arm: 'sgd', step } })
    expect(out).toContain(`stopped: loss of SGD ≤ 0.01 at step ${step} of 300`)
    expect(facts.certificate).not.toBeNull()
    const losses = readCsv(dir).column('loss')
    expect(losses.findIndex(loss => loss <= 0.01)).toBe(losses.length - 1)
    expect(readCsv(dir).column('step').at(-1)).toBe(step)
    const short = await run('s=linear-anisotropic&arms=sgd&every=5', '--steps', String(step))
    expect(short.fingerprint).toBe(fingerprint)
    const whole = await run('s=linear-anisotropic&arms=sgd&steps=300')
    expect(readRun(whole.dir).stopped).toBeNull()
    expect(whole.fingerprint).not.toBe(fingerprint)
  })

  it('takes arms and changes in flight from --set as from a link', async () => {
    const settings = ['arms=sgd,a:adam', 'a.eta=0.01', 'B=2', 'at=5:sgd.eta:0.1,9:a.B:3']
    const { code, err, dir } = await run(SMALL, ...settings.flatMap(text => ['--set', text]))
    expect([code, err]).toEqual([0, ''])
    expect(readRun(join(dir, 'a')).scenario).toEqual(decodeLink(`${SMALL.replace('arms=sgd', settings.join('&'))}`))
    const none = await run('escape-trained', '--set', 'at=', '--set', 'arms=sgd', '--steps', '1')
    expect(readRun(none.dir).scenario).toMatchObject({ events: [], arms: [{ id: 'sgd' }] })
  })

  it('lowers a batch size that only the preset set to an n below it, and says so', async () => {
    const { code, err, dir } = await run('linear-anisotropic', '--set', 'n=3', '--steps', '2')
    expect(code).toBe(0)
    expect(err).toContain('sgd.B = 4 of the preset linear-anisotropic is lowered to n = 3')
    expect(readRun(join(dir, 'sgd')).scenario.arms[0].B).toBe(3)
    expect((await run('cnn-mnist', '--set', 'n=60', '--steps', '1')).code).toBe(0)
  })

  it('writes the state: shapes, types, and values that agree with one another', async () => {
    const { dir } = await run(`${SMALL}&B=2`)
    expect(readdirSync(dir).sort()).toEqual(['metrics.csv', 'run.json', 'state.npz'])
    const npz = readNpz(dir)
    const [n, d] = [12, 3]
    const vectors = {
      y: [n],
      outputs: [n],
      theta: [d],
      velocity: [d],
      r: [n],
      eigenvalues: [3],
      g: [3],
      teacher: [d],
      spectrum: [d],
      batch: [2],
    }
    const ground = {
      theta_0: [d],
      theta_star: [d],
      anchor: [d],
      anchor_step: [],
      plane_origin: [d],
      plane_x: [d],
      plane_y: [d],
      measured: [n],
      X_test: [1000, d],
      y_test: [1000],
    }
    expect(shapes(npz)).toEqual({ X: [n, d], ...vectors, ...ground, mu: [], loss: [], step: [], J: [n, d], K: [n, n] })
    expect(npz.batch!.type).toBe('i4')
    const { X, y, theta, r, K, J, loss, step, mu } = Object.fromEntries(Object.entries(npz).map(([k, v]) => [k, v.data]))
    const row = (i: number) => X!.subarray(i * d, (i + 1) * d)
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((s, v, i) => s + v * b[i], 0)
    for (let i = 0; i < n; i++) expect(dot(row(i), theta!) - y![i]).toBeCloseTo(r![i], 12)
    for (let i = 0; i < n; i++) expect(K![i * n + 1]).toBeCloseTo(dot(row(i), row(1)), 12)
    expect(J).toEqual(X)
    expect(loss![0]).toBeCloseTo(dot(r!, r!) / (2 * n), 12)
    const { column } = readCsv(dir)
    expect([step![0], loss![0], mu![0]]).toEqual([40, column('loss').at(-1), column('mu').at(-1)])
  })

  it('names the weights of networks; J = DF, K = JJᵀ', async () => {
    const diagonal = readNpz((await run('s=olm-diagonal&n=7&d=5&arms=sgd&steps=3')).dir)
    expect(shapes(diagonal)).toMatchObject({ u: [5], v: [5], theta: [10], J: [7, 10], K: [7, 7] })
    const { X, u, v, J } = diagonal
    expect(J!.data[10 * 2 + 1]).toBeCloseTo(2 * u!.data[1] * X!.data[5 * 2 + 1], 14)
    expect(J!.data[10 * 2 + 6]).toBeCloseTo(-2 * v!.data[1] * X!.data[5 * 2 + 1], 14)
    const two = readNpz((await run('s=olm-two-layer&n=6&d=4&m=3&arms=gd&steps=3', '--backend', 'reference')).dir)
    expect(shapes(two)).toMatchObject({ W1: [3, 4], w2: [3], theta: [15], J: [6, 15], K: [6, 6], batch: [0] })
    const rows = (i: number) => Array.from(two.J!.data.subarray(i * 15, (i + 1) * 15))
    for (let i = 0; i < 6; i++)
      expect(two.K!.data[i * 6 + 2]).toBeCloseTo(
        rows(i).reduce((s, a, k) => s + a * rows(2)[k], 0),
        13,
      )
  })

  it('writes what gives μ of a net with ten outputs anew: J and K in rows i·C + c, weights with their shapes, test error', async () => {
    const link = 's=cnn-mnist&task=ten&loss=cross-entropy&n=30&pixels=7&filters=2,3&pool=max&arms=sgd&steps=20&B=4&k=3'
    const { code, err, dir } = await run(link)
    expect([code, err]).toEqual([0, ''])
    const npz = readNpz(dir)
    const [n, C, p] = [30, 10, 2 * 10 + 3 * 19 + 10 * 4]
    expect(shapes(npz)).toMatchObject({ X: [n, 49], y: [n, C], outputs: [n, C], r: [n, C], J: [n * C, p], K: [n * C, n * C], theta: [p] })
    const layers = { 'layer1.weight': [2, 1, 3, 3], 'layer1.bias': [2], 'layer3.weight': [3, 2, 3, 3], 'layer3.bias': [3] }
    expect(shapes(npz)).toMatchObject({ ...layers, 'layer5.weight': [10, 3], 'layer5.bias': [10] })
    const { J, K, y, outputs, r, mu, loss } = Object.fromEntries(Object.entries(npz).map(([k, v]) => [k, v.data as Float64Array]))
    const row = (k: number) => J!.subarray(k * p, (k + 1) * p)
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((s, v, i) => s + v * b[i], 0)
    for (const [a, b] of [
      [0, 0],
      [3, 17],
      [250, 41],
    ] as const)
      expect(K![a * n * C + b]).toBeCloseTo(dot(row(a), row(b)), 11)
    // G = (1/n) Σ J_iᵀS_iJ_i and Σ from the per-sample gradients J_iᵀr_i.
    const G = Array.from({ length: p }, () => new Float64Array(p))
    const S = Array.from({ length: p }, () => new Float64Array(p))
    const mean = new Float64Array(p)
    let L = 0
    for (let i = 0; i < n; i++) {
      const f = Array.from(outputs!.subarray(i * C, (i + 1) * C))
      const sum = f.reduce((s, v) => s + Math.exp(v), 0)
      const prob = f.map(v => Math.exp(v) / sum)
      const g = new Float64Array(p)
      const mixed = new Float64Array(p)
      for (let c = 0; c < C; c++) {
        expect(r![i * C + c]).toBeCloseTo(prob[c] - y![i * C + c], 13)
        L -= (y![i * C + c] * Math.log(prob[c])) / n
        for (let k = 0; k < p; k++) {
          g[k] += r![i * C + c] * row(i * C + c)[k]
          mixed[k] += prob[c] * row(i * C + c)[k]
        }
      }
      for (let k = 0; k < p; k++) {
        mean[k] += g[k] / n
        for (let l = 0; l < p; l++) {
          S[k][l] += (g[k] * g[l]) / n
          G[k][l] -= (mixed[k] * mixed[l]) / n
          for (let c = 0; c < C; c++) G[k][l] += (prob[c] * row(i * C + c)[k] * row(i * C + c)[l]) / n
        }
      }
    }
    const frob2 = G.reduce((s, v) => s + dot(v, v), 0)
    const SG = S.reduce((s, v, k) => s + dot(v, G[k]) - mean[k] * dot(mean, G[k]), 0)
    expect(loss![0]).toBeCloseTo(L, 12)
    expect(mu![0] / (SG / (2 * L * frob2))).toBeCloseTo(1, 9)
    expect(readRun(dir)).toMatchObject({ model: 'cnn', outputs: 10, layers: ['layer1', 'layer3', 'layer5'], p })
    const { names, column } = readCsv(dir)
    expect(names.filter(name => name.startsWith('layer_'))).toHaveLength(6)
    for (const group of ['layer_G', 'layer_mu'])
      expect([1, 2, 3].reduce((s, l) => s + column(`${group}_${l}`).at(-1)!, 0)).toBeCloseTo(1, 12)
    expect(column('test_error').every(v => v >= 0 && v <= 1)).toBe(true)
    expect(new Set(column('measured_on'))).toEqual(new Set([n]))
  })

  it('the same bytes every time, however the steps are split and measured', async () => {
    const scenario = `${SMALL}&B=5&sampling=reshuffled&schedule=triangular&at=11:eta:0.2,17:B:3`
    const [a, b] = [await run(scenario), await run(scenario)]
    for (const name of ['metrics.csv', 'state.npz']) expect(readFileSync(join(a.dir, name))).toEqual(readFileSync(join(b.dir, name)))
    expect(b.fingerprint).toBe(a.fingerprint)
    const sparse = await run(scenario, '--every', '7')
    expect(sparse.fingerprint).toBe(a.fingerprint)
    expect(readCsv(sparse.dir).column('step')).toEqual([0, 7, 14, 21, 28, 35, 40])
    expect(readCsv(sparse.dir).column('batch_size')).toEqual([5, 5, 5, 3, 3, 3, 3])
    const backend = createReferenceBackend()
    const sim = await createSimulation(decodeLink(scenario), backend)
    await sim.advance(40)
    const onReference = await run(scenario, '--backend', 'reference')
    expect(onReference.fingerprint).toBe(await sim.fingerprint())
    expect((await run('s=linear-isotropic&steps=2500&arms=gd&n=5&d=2')).dir).toSatisfy(
      (dir: string) => readCsv(dir).column('step').join().startsWith('0,3,6,9') && readCsv(dir).column('step').at(-1) === 2500,
    )
  })

  it('a run.json as SCENARIO reproduces its run', async () => {
    const first = await run(SMALL, '--set', 'seed=5', '--set', 'eta=007')
    expect(readRun(first.dir).scenario.arms[0].eta).toBe(7)
    expect((await run(join(first.dir, 'run.json'))).fingerprint).toBe(first.fingerprint)
  })

  it('writes the points of a sweep, each as a run of its own measures it', async () => {
    const swept = await run(SMALL, '--set', 'sweep=n', '--set', 'points=20,12', '--steps', '50')
    const [head, ...lines] = readFileSync(join(swept.dir, 'sweep.csv'), 'utf8').trimEnd().split('\n')
    const names = head!.split(',')
    expect(names.slice(0, 5)).toEqual(['n', 'arm', 'step', 'loss', 'mu'])
    expect(lines.map(l => l.split(',').slice(0, 3).join())).toEqual(['12,sgd,0', '12,sgd,50', '20,sgd,0', '20,sgd,50'])
    const own = readCsv((await run(SMALL, '--set', 'n=12', '--steps', '50')).dir)
    for (const name of ['loss', 'mu', 'g_1', 'd_eff'])
      expect(Number(lines[1].split(',')[names.indexOf(name)])).toBe(own.column(name).at(-1))
    expect(existsSync(join((await run(SMALL, '--steps', '5')).dir, 'sweep.csv'))).toBe(false)
  })

  it('divergence is a result', async () => {
    const { code, out, dir } = await run('olm-diagonal', '--set', 'sgd.eta=50', '--steps', '60')
    expect(code).toBe(0)
    expect(out).toContain('sgd: diverged at step ')
    const { divergence, final_step } = readRun(join(dir, 'sgd'))
    expect(final_step).toBe(60)
    expect(readCsv(join(dir, 'sgd')).column('step').at(-1)).toBe(divergence.step)
    expect(readNpz(join(dir, 'sgd')).step!.data[0]).toBe(divergence.step)
    expect(readRun(join(dir, 'gd')).divergence).toBeNull()
    expect(readCsv(join(dir, 'gd')).column('step').at(-1)).toBe(60)
  })

  it('an interrupt writes what there is and fails', async () => {
    const { signal } = new AbortController()
    let looks = 0
    Object.defineProperty(signal, 'aborted', { get: () => ++looks > 5 })
    const { code, err, dir, fingerprint } = await runUntil(signal, SMALL, '--steps', '1000000000')
    const { final_step, interrupted } = readRun(dir)
    expect([code, interrupted]).toEqual([1, true])
    expect(err).toBe(`noisescope: interrupted at step ${final_step} of 1000000000; ${dir} holds the results so far\n`)
    expect(readCsv(dir).column('step').at(-1)).toBe(final_step)
    expect(final_step).toBeGreaterThan(0)
    expect((await run(SMALL, '--steps', String(final_step))).fingerprint).toBe(fingerprint)
  })

  it('fails in one sentence where the folder cannot be written', async () => {
    const { code, err } = await call(['run', SMALL, '--out', '/dev/null/sub'])
    expect(code).toBe(2)
    expect(err).toMatch(/^noisescope: --out: found .*\n$/)
  })
})

describe('the process', () => {
  it('ends a run on SIGINT with exit code 1, its files whole and the fingerprint printed', async () => {
    const dir = join(folder, 'process')
    const argv = ['--import', 'tsx', 'src/cli/main.ts', 'run', SMALL, '--steps', '1e9', '--out', dir]
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] })
    const out: string[] = []
    const err: string[] = []
    child.stdout.on('data', chunk => out.push(String(chunk)))
    child.stderr.on('data', chunk => err.push(String(chunk)))
    const looking = setInterval(() => {
      if (!existsSync(dir) || readdirSync(dir).length === 0) return
      clearInterval(looking)
      child.kill('SIGINT')
    }, 50)
    child.on('close', () => clearInterval(looking))
    const code = await new Promise(resolve => child.on('close', resolve))
    expect(err.join('')).toMatch(/^noisescope: interrupted at step \d+ of 1000000000/)
    expect(code).toBe(1)
    expect(out.join('')).toMatch(/\n[0-9a-f]{16}\n$/)
    expect(readdirSync(dir).sort()).toEqual(['metrics.csv', 'run.json', 'state.npz'])
  })
})
