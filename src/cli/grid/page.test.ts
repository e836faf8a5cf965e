import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { csv } from '../../lib/csv'
import { decodeLink, encodeLink, gridCommand, knownPoint, readGrid, sweepRows } from '../../scenario'
import { planGrid } from '../../store/studyPlans/grid'
import { compute } from '../../workers/studies/grid'
import { ASSETS } from '../assets'
import { call } from '../testing'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-page-grid-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The arguments of a command as a shell takes them apart. */
const words = (command: string) => [...command.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

it.each([
  ['linear', 's=linear-label-noise&n=12&d=3&steps=20&arms=sgd,gd&seed=5&grid=eta=0.01:0.1:log:3;B=1,3&seeds=2&shows=mu_gaussian@7'],
  ['to a threshold', 's=linear-label-noise&n=12&d=3&steps=30&arms=sgd,gd&every=3&grid=eta=0.02,0.1&shows=step@loss<0.3'],
  ['choices', 's=two-layer&n=16&steps=6&m=8&grid=sampling=with-replacement,reshuffled&shows=loss@end&panels=loss,grid'],
  ['arms', 's=linear-isotropic&n=12&d=3&steps=6&seed=3&grid=arms=sgd,sgd+gd&seeds=2'],
])('a sweep of the page, %s, has the table that its command writes, byte for byte', async (_, link) => {
  const scenario = decodeLink(link)
  const plan = readGrid(scenario.view)
  if (!plan) throw new Error('nothing is swept')
  const tasks = (await planGrid({ scenario, arm: '', step: 0 })?.tasks(() => Promise.reject())) ?? []
  const context = { assets: ASSETS, report() {}, show() {} }
  const parts = await Promise.all(tasks.map(task => compute(task, context)))
  const points = parts.map((part, i) => knownPoint(i, tasks[i]?.scenario ?? scenario, part, plan.columns))
  const { axes, ...read } = plan
  const { header, rows } = sweepRows({ ...read, grid: axes, arms: [], points: tasks }, points)

  const [, command = '', ...args] = words(gridCommand(scenario, plan))
  const out = join(folder, String(link.length))
  const told = await call([command, ...args.slice(0, -1), out])
  expect([told.code, told.err]).toEqual([0, ''])
  expect(csv(header, rows)).toBe(readFileSync(join(out, 'sweep.csv'), 'utf8'))
  // What is opened from the table is the run that was swept.
  for (const { link: own, fingerprint } of [points[0], points.at(-1)].flatMap(point => point ?? [])) {
    const again = decodeLink(own)
    expect(encodeLink(again)).toBe(own)
    expect(again.view.grid).toBe('')
    const run = await call(['run', own, '--out', `${out}-run`])
    expect(run.out.trimEnd().split('\n').at(-1)).toBe(fingerprint)
  }
})
