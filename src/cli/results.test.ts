import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { watchedDisk } from './dying.fixture'
import { call } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-results-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0
const fresh = () => join(folder, `out${++count}`)

const ONE = 's=linear-label-noise&n=12&d=3&steps=6&arms=sgd'
const TWO = 's=linear-label-noise&n=12&d=3&arms=sgd,gd&steps=6&seed=2'
const run = (scenario: string, dir: string, disk?: Parameters<typeof call>[2]) => call(['run', scenario, '--out', dir], undefined, disk)

/** Every file below a folder with what it holds. */
function contents(dir: string, below = ''): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of readdirSync(join(dir, below), { withFileTypes: true })) {
    const name = join(below, entry.name)
    if (entry.isDirectory()) Object.assign(found, contents(dir, name))
    else found[name] = readFileSync(join(dir, name), 'latin1')
  }
  return found
}
/** Without the seconds that a run took, and without earlier folders that a run left empty. */
const timeless = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replace(/"wall_time_s": [\d.e-]+/, '')]))

async function finished(scenario: string) {
  const dir = fresh()
  expect((await run(scenario, dir)).code).toBe(0)
  return timeless(contents(dir))
}

describe('files of an earlier run', () => {
  it('go with the run that replaces them, and nothing else does', async () => {
    const dir = fresh()
    await run(TWO, dir)
    const own = {
      'notes.txt': 'mine',
      'gd/notes.txt': 'mine',
      'data/metrics.csv': 'mine',
      'data/run.json': '{"fingerprint": 1}',
      'sweep.csv': 'mine',
    }
    mkdirSync(join(dir, 'data'))
    for (const [name, text] of Object.entries(own)) writeFileSync(join(dir, name), text)
    await run(ONE, dir)
    expect(timeless(contents(dir))).toEqual({ ...(await finished(ONE)), ...own })
    expect(existsSync(join(dir, 'sgd'))).toBe(false)
    await run(TWO, dir)
    expect(timeless(contents(dir))).toEqual({ ...(await finished(TWO)), ...own })
  })

  it('of a sweep go too, as run.json names them', async () => {
    const dir = fresh()
    await run(`${TWO}&sweep=n&points=6`, dir)
    expect(JSON.parse(readFileSync(join(dir, 'gd/run.json'), 'utf8')).files).toEqual([
      '../sweep.csv',
      'metrics.csv',
      'run.json',
      'state.npz',
    ])
    await run(TWO, dir)
    expect(existsSync(join(dir, 'sweep.csv'))).toBe(false)
    await run(`${ONE}&sweep=n&points=6`, dir)
    const path = join(dir, 'run.json')
    const { files, ...older } = JSON.parse(readFileSync(path, 'utf8'))
    expect(files).toContain('sweep.csv')
    writeFileSync(path, JSON.stringify(older))
    await run(ONE, dir)
    expect(existsSync(join(dir, 'sweep.csv'))).toBe(false)
  })

  it('outside the folder are out of reach of a run.json', async () => {
    const dir = join(fresh(), 'deep')
    await run(ONE, dir)
    const path = join(dir, 'run.json')
    writeFileSync(join(dir, '../state.npz'), 'mine')
    writeFileSync(
      path,
      JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), files: ['../state.npz', '/etc/run.json', 'notes.txt'] }),
    )
    writeFileSync(join(dir, 'notes.txt'), 'mine')
    await run(TWO, dir)
    expect(readFileSync(join(dir, '../state.npz'), 'utf8')).toBe('mine')
    expect(readFileSync(join(dir, 'notes.txt'), 'utf8')).toBe('mine')
  })
})

describe('a run that ends without warning', () => {
  it('leaves the earlier results whole, or its own to be put in place, whatever it was about to do', async () => {
    const before = fresh()
    await run(TWO, before)
    const [old, own, third] = [contents(before), await finished(ONE), await finished(`${ONE}&seed=3`)]
    let acts = 0
    const copy = () => {
      const dir = fresh()
      cpSync(before, dir, { recursive: true })
      return dir
    }
    await run(
      ONE,
      copy(),
      watchedDisk(() => acts++),
    )
    expect(acts).toBeGreaterThan(20)
    const ends = { earlier: 0, between: 0, own: 0 }
    for (let last = 0; last < acts; last++) {
      const dir = copy()
      let done = 0
      const dead = watchedDisk(() => {
        if (done++ >= last) throw new Error('dead')
      })
      await run(ONE, dir, dead).catch(() => {})
      const seen = Object.fromEntries(Object.entries(contents(dir)).filter(([name]) => !name.startsWith('.noisescope')))
      const whole = readdirSync(dir).some(name => name.endsWith('.whole'))
      if (!whole && 'gd/run.json' in seen) {
        expect(seen).toEqual(old)
        ends.earlier++
      } else if ('run.json' in seen) {
        expect(timeless(seen)).toEqual(own)
        ends.own++
      } else {
        expect(whole).toBe(true)
        ends.between++
      }
      await run(`${ONE}&seed=3`, dir)
      expect(timeless(contents(dir))).toEqual(third)
    }
    expect(Math.min(ends.earlier, ends.between, ends.own)).toBeGreaterThan(0)
  })

  it.each([
    ['while it measures', '^write .*metrics.csv'],
    ['before it is whole', '^move .*noisescope-[^/]*$'],
    ['between its files', '^move .*state.npz'],
    ['before the last', '^move .*run.json'],
  ])('really, %s', async (_, where) => {
    const dir = fresh()
    await run(`${ONE}&seed=4`, dir)
    const old = contents(dir)
    const argv = ['--import', 'tsx', 'src/cli/dyingChild.fixture.ts', where, 'run', ONE, '--out', dir]
    expect(spawnSync(process.execPath, argv).signal).toBe('SIGKILL')
    const left = readdirSync(dir).filter(name => name.startsWith('.noisescope'))
    expect(left).toHaveLength(1)
    const whole = /npz|json$/.test(where)
    expect(left[0].endsWith('.whole')).toBe(whole)
    if (!whole) {
      rmSync(join(dir, left[0]), { recursive: true })
      expect(contents(dir)).toEqual(old)
      return
    }
    expect(existsSync(join(dir, 'run.json'))).toBe(false)
    // A run that fails still puts the other's results in their places.
    const failing = watchedDisk((act, path) => {
      if (act === 'write' && path.includes('metrics')) throw new Error('broken')
    })
    expect((await run(`${ONE}&seed=3`, dir, failing)).code).toBe(1)
    expect(timeless(contents(dir))).toEqual(await finished(ONE))
  })

  it('of another machine, or still at work, is left alone; temporary files of older versions go', async () => {
    const dir = fresh()
    const host = hostname().replaceAll(/[^\w-]/g, '_')
    const stay = [
      '.noisescope-1-1-elsewhere',
      `.noisescope-${process.ppid}-1-${host}`,
      `.metrics.csv.${process.ppid}.tmp`,
      '.noisescope-notes',
    ]
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    const go = [`.noisescope-${dead}-1-${host}`, `.state.npz.${dead}.tmp`, `.noisescope-${process.pid}-0-${host}`]
    for (const name of [...stay, ...go]) mkdirSync(join(dir, name), { recursive: true })
    for (const name of [...stay, ...go].filter(name => name.endsWith('tmp'))) {
      rmSync(join(dir, name), { recursive: true })
      writeFileSync(join(dir, name), '')
    }
    await run(ONE, dir)
    expect(
      readdirSync(dir)
        .filter(name => name.startsWith('.'))
        .sort(),
    ).toEqual(stay.sort())
  })
})

describe('a full disk', () => {
  const full = (name: string) =>
    watchedDisk((act, path) => {
      if (act === 'write' && path.endsWith(`/${name}`))
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    })

  it.each(['gd/metrics.csv', 'sgd/state.npz', 'sgd/run.json', 'sweep.csv'])(
    'names %s, says what to do, and costs nothing that was there',
    async name => {
      const dir = fresh()
      await run(TWO, dir)
      const old = contents(dir)
      const { code, out, err } = await run(`${ONE},gd&sweep=n&points=6`, dir, full(name))
      expect([code, out]).toEqual([1, ''])
      expect(err).toBe(
        `noisescope: ${join(dir, name)} cannot be written (no space left); free space there or name another folder with --out; the results of an earlier run are as they were\n`,
      )
      expect(contents(dir)).toEqual(old)
    },
  )

  it('says where the results wait that could not be put in their places', async () => {
    const dir = fresh()
    const stuck = watchedDisk((act, path) => {
      if (act === 'move' && path.endsWith('gd/run.json')) throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
    })
    const { code, err } = await run(TWO, dir, stuck)
    expect(code).toBe(1)
    expect(err).toMatch(
      /cannot be written \(no permission\); the results are whole in .*\.whole: mend that, and the next run into .* puts them/,
    )
  })
})

describe('a process', () => {
  it.each(['SIGTERM', 'SIGHUP'] as const)('saves the results so far on %s', async signal => {
    const dir = fresh()
    const argv = ['--import', 'tsx', 'src/cli/main.ts', 'run', `${ONE}&every=1`, '--steps', '1e9', '--out', dir]
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] })
    const err: string[] = []
    child.stderr.on('data', chunk => err.push(String(chunk)))
    child.stdout.resume()
    const looking = setInterval(() => {
      if (!existsSync(dir) || readdirSync(dir).length === 0) return
      clearInterval(looking)
      child.kill(signal)
    }, 50)
    child.on('close', () => clearInterval(looking))
    const code = await new Promise(resolve => child.on('close', resolve))
    expect([code, err.join('')]).toEqual([1, expect.stringMatching(/^noisescope: interrupted at step \d+ of 1000000000/)])
    expect(readdirSync(dir).sort()).toEqual(['metrics.csv', 'run.json', 'state.npz'])
    expect(JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8')).interrupted).toBe(true)
  })
})
