import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { call } from '../cli/testing'
import { decodeLink } from '../scenario'
import { createWasmBackend } from '../sim/backends/wasm'
import { createSimulation } from '../sim/simulation'
import { Traces } from '../store/traces'
import { InPlace } from '../workers/observer'
import { Run } from '../workers/run'
import { allRowsCsv, rowsCsv } from './exports'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-'))
afterAll(() => rmSync(folder, { recursive: true }))

it.each(['s=escape&n=12&d=6&steps=20&every=5&at=10:sgd.eta:0.3', 's=two-layer&n=12&d=4&m=3&steps=10&every=5&curvature=H'])(
  'rows exported from the page are metrics.csv, byte by byte: %s',
  async link => {
    const scenario = decodeLink(link)
    const sim = await createSimulation(scenario, await createWasmBackend())
    const clock = { now: () => 0, later: () => new Promise<void>(setImmediate), wake: () => {} }
    const run = new Run(1, sim, new InPlace(sim), clock)
    const traces = new Traces()
    const ids = scenario.arms.map(arm => arm.id)
    traces.start(ids, run.sim.columns)
    for (let step = 0; step < scenario.steps; step += 5) {
      void run.step(5)
      do await run.slice(1)
      while (run.way || !run.upToDate)
    }
    const frame = await run.frame()
    if (frame) traces.append(frame)
    run.dispose()

    const out = join(folder, scenario.preset)
    await call(['run', link, '--out', out])
    for (const id of ids) {
      const file = join(out, ...(ids.length > 1 ? [id] : []), 'metrics.csv')
      expect(rowsCsv(traces, id)).toBe(readFileSync(file, 'utf8'))
    }
    const [header = '', ...rows] = (allRowsCsv(traces) ?? '').split('\n')
    const lines = ids.map(id => (rowsCsv(traces, id) ?? '').split('\n'))
    expect(header).toBe(`arm,${lines[0]?.[0]}`)
    expect(rows.slice(0, -1)).toEqual(ids.flatMap((id, a) => (lines[a] ?? []).slice(1, -1).map(line => `${id},${line}`)))
  },
)
