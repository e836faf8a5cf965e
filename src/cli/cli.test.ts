import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { decodeLink, PRESETS } from '../scenario'
import { call as callWith } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

const call = (...argv: string[]) => callWith(argv)

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('commands that only read', () => {
  it('presets: one line each, or JSON', async () => {
    const lines = await call('presets')
    expect(lines.code).toBe(0)
    const listed = lines.out.trimEnd().split('\n')
    expect(listed.map(l => l.split(/ +/)[0])).toEqual([...PRESETS.keys()])
    expect(listed[0]).toContain(PRESETS.get(listed[0].split(' ')[0])!.title)
    const json = JSON.parse((await call('presets', '--json')).out)
    expect(json.map((p: { id: string }) => p.id)).toEqual([...PRESETS.keys()])
    expect(json[0].link).toBe(`v=1&s=${json[0].id}`)
  })

  it('link and open: from a preset, a link, its fragment, a JSON file and a run.json', async () => {
    const fragment = 'v=1&s=olm-diagonal&gd.eta=0.03&B=1&seed=9'
    const opened = await call('open', fragment)
    expect(opened.code).toBe(0)
    expect(JSON.parse(opened.out)).toEqual(decodeLink(fragment))
    const path = file('scenario.json', `\ufeff${opened.out}`)
    const ran = file('run.json', JSON.stringify({ fingerprint: '', scenario: JSON.parse(opened.out) }))
    const same = [
      'seed=9&B=1&s=olm-diagonal&gd.eta=0.03',
      `#${fragment}`,
      `https://a.example/b/?x=1#${fragment}`,
      `localhost:5173/#${fragment}`,
      `http://127.0.0.1:4331/%23${fragment}`,
      `http://127.0.0.1:4331/?${fragment}`,
      `<https://a.example/#${fragment.replaceAll('&', '&amp;')}>`,
      `[a run](https://a.example/#${fragment}).`,
      `%23${encodeURIComponent(fragment)}`,
      `＃${fragment})`,
    ]
    for (const text of [...same, path, ran]) expect((await call('link', text)).out).toBe(`${fragment}\n`)
    expect((await call('link', 'olm-diagonal')).out).toBe('v=1&s=olm-diagonal\n')
    for (const bare of ['#', 'https://a.example/', 'https://a.example/b/#']) expect((await call('link', bare)).out).toBe('v=1&s=escape\n')
  })

  it('help and version', async () => {
    expect(await call('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--set <field=value>'), err: '' })
    expect(await call('run', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--every <k>') })
    expect((await call('--version')).out).toMatch(/^noisescope \d+\.\d+\.\d+\n$/)
    expect(await call()).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage') })
  })
})

describe('what cannot be', () => {
  const out = ['--out', join(folder, 'never')]
  const p = 'linear-anisotropic'
  const rate = 'allowed is a number from 0.000001 to 1000'
  it.each<[string[], string]>([
    [['walk', p], 'command: found “walk”; allowed is one of run, sweep, merge, presets, link, open'],
    [['walk', p, '--fast', ...out], 'command: found “walk”; allowed is one of run, sweep, merge, presets, link, open'],
    [['sweep', p, ...out], '--grid is missing: give a field and its values, as eta=0.1:1:log:10'],
    [['sweep', p, '--grid', 'eta=1'], '--out is missing'],
    [['sweep', p, '--grid', 'eta=1', '--seeds', '0', ...out], '--seeds: found “0”; allowed is an integer from 1 to 10000'],
    [['sweep', p, '--grid', 'eta=1', '--workers', 'all', ...out], '--workers: found “all”; allowed is an integer from 1 to 1024'],
    [['sweep', p, '--grid', 'eta=1', '--shard', '5/4', ...out], '--shard: found “5/4”; allowed is i/n with i from 1 to n'],
    [['sweep', p, '--grid', 'B=1,5000', ...out], 'grid point B=5000: sgd.B: found “5000”; allowed is at most n = '],
    [['sweep', p, '--grid', 'eta=1', '--out', join(file('taken', ''), 'sub')], 'is a file; allowed is a folder'],
    [['sweep', p, '--draws', ...out], '--draws: no such option of sweep; allowed is --grid, --seeds'],
    [['merge', ...out], 'DIR is missing: give the folders of the shards'],
    [['merge', folder], '--out is missing'],
    [['merge', folder, ...out], 'holds no sweep; allowed are folders that noisescope sweep has written to'],
    [['open', file('noarms.json', '{"version":1}')], 'noarms.json: arms is missing; needed is a list of 1 to 4 arms'],
    [['link', '#s=__proto__'], 's: found “__proto__”; allowed is one of escape, '],
    [['--wrong'], '--wrong: no such option; allowed is --help, --version'],
    [['run', p, '--wrong', '3', ...out], '--wrong: no such option of run; allowed is --out, --steps'],
    [['run'], 'SCENARIO is missing'],
    [['run', p, 'more', ...out], 'run: found “more” after its arguments'],
    [['run', p], '--out is missing'],
    [['run', p, '--out'], '--out: its value is missing'],
    [['run', p, ...out, ...out], '--out: found 2 times; allowed is once'],
    [['run', p, '--set', ...out], '--set: its value is missing'],
    [['run', 'nope', ...out], `SCENARIO: found “nope”; allowed is one of ${[...PRESETS.keys()].join(', ')}, a link, or a JSON file`],
    [['run', '', ...out], 'SCENARIO: found “”'],
    [['run', p, '--set', 'eta=-1', ...out], `eta: found “-1”; ${rate}`],
    [['run', p, '--set', 'eta=0x10', ...out], `eta: found “0x10”; ${rate}`],
    [['run', p, '--set=eta=', ...out], `eta: found “”; ${rate}`],
    [['run', p, '--set', 'eta=1e-7', ...out], `eta: found “1e-7”; ${rate}`],
    [['run', p, '--set', 'gd.eta=x', ...out], `gd.eta: found “x”; ${rate}`],
    [['run', p, '--set', 'gd.B=2', ...out], 'gd.B: found “2”; allowed is nothing: gd has no batch size'],
    [['run', p, '--set', 'wrong=2', ...out], 'field: found “wrong”; allowed is one of model, m, activation'],
    [['run', p, '--set', 's=escape', ...out], '--set: found “s=escape”; allowed is every field of a link but s, v and z'],
    [['run', p, '--set', 'arms=sgd,gd,adam,nag,sgd', ...out], 'arms: found “sgd,gd,adam,nag,sgd”; allowed is 1 to 4 of id:kind'],
    [['run', p, '--set', 'arms=sgd', '--set', 'gd.eta=1', ...out], 'gd.eta: found “gd”; allowed is an arm of sgd'],
    [['run', p, '--set', 'at=5', ...out], 'at: found “5”; allowed is step:field:value'],
    [['link', `#s=${p}&B=two)`], 'B: found “two”; allowed is an integer from 1 to 20000'],
    [['run', p, '--set', 'eta', ...out], '--set: found “eta”; allowed is field=value'],
    [['run', p, '--set', 'n=3', '--set', 'B=4', ...out], 'sgd.B: found “4”; allowed is at most n = 3'],
    [['run', `s=${p}&B=5`, '--set', 'n=3', ...out], 'sgd.B: found “5”; allowed is at most n = 3'],
    [['run', p, '--set', 'B=1', '--set', 'B=2', ...out], 'B: found “2”; allowed is each field once'],
    [['run', p, '--steps', '-5', ...out], 'steps: found “-5”; allowed is an integer from 1 to'],
    [['run', p, '--steps', '10.5', ...out], 'steps: found “10.5”'],
    [['run', p, '--every', 'often', ...out], 'every: found “often”; allowed is an integer from 0'],
    [['run', p, '--backend', 'cuda', ...out], 'backend: found “cuda”; allowed is one of auto, reference, wasm'],
    [['run', p, '--backend', 'webgpu', ...out], 'backend: “webgpu” needs a browser'],
    [['run', `s=${p}&backend=webgl`, ...out], 'backend: “webgl” needs a browser'],
    [['run', 's=nope', ...out], 's: found “nope”; allowed is one of'],
    [['link', 'https://a.example/#eta=x'], `eta: found “x”; ${rate}`],
    [['open', 'missing.json'], 'missing.json: cannot be read (no such file)'],
    [['open', folder], 'cannot be read (it is a folder)'],
    [['open', file('cut.json', '{\n  "version": 1,')], 'cut.json: not valid JSON at line 2, column 16: the text ends too early'],
    [['open', file('comma.json', '{"a": [1, 2],\n "b": [1,]}')], 'comma.json: not valid JSON at line 2, column 10: found “]”'],
    [['open', file('text.json', '"a\\x"')], 'not valid JSON at line 1, column 3: found “\\”'],
    [['open', file('two.json', '{} {}')], 'not valid JSON at line 1, column 4: found “{”'],
    [['open', file('arm.json', '{"version": 1, "arms": [{"id": "a", "kind": "sgd", "eta": -3}]}')], `arms.0.eta: found “-3”; ${rate}`],
    [['open', file('number.json', '7')], 'number.json: scenario: found “7”'],
    [['run', p, '--out', join(file('taken', ''), 'sub')], 'is a file; allowed is a folder'],
  ])('%j', async (argv, message) => {
    const { code, out: printed, err } = await call(...argv)
    expect(err).toContain(message)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect([code, printed]).toEqual([2, ''])
  })
})

describe('long links', () => {
  it('are packed, and read again', async () => {
    const events = Array.from({ length: 300 }, (_, i) => ({ step: i, arm: '', field: 'eta', value: 0.1 }))
    const path = file('long.json', JSON.stringify({ version: 1, arms: [{ id: 'sgd', kind: 'sgd' }], events }))
    const { code, out: link } = await call('link', path)
    expect(code).toBe(0)
    expect(link).toMatch(/^v=1&s=[a-z-]+.*&z=1[\w-]+\n$/)
    expect((await call('open', link.trim())).out).toBe((await call('open', path)).out)
    expect((await call('link', `https://a.example/#${link.trim()}`)).out).toBe(link)
  })
})
