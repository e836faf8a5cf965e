/** `noisescope study`: a study of the page, computed by the same functions, with all that went into it. */

import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { encodeNpz, type NpyArray } from '../../lib/npz'
import { encodeLink, type Scenario, stopsEarly } from '../../scenario'
import type { OwnData } from '../../sim/files/own'
import { EXIT, type ExitCode, type Io } from '../io'
import { duration, Progress } from '../progress'
import { Results } from '../results'
import { VERSION } from '../version'
import { inputsOf } from './inputs'
import type { StudyName } from './kinds'
import { pack } from './pack'
import { chosen, tasksOf } from './plan'
import { computed } from './threads'

interface Asked {
  readonly kind: StudyName
  readonly scenario: Scenario
  readonly out: string
  readonly own: OwnData | null
  /** The step that is studied; the last one by default. */
  readonly step?: number | undefined
  /** Makes a thread that serves this study. */
  spawn(): Worker
}

/** Computes a study and writes KIND.json and KIND.npz; what is known after an interrupt, too. */
export async function study({ kind, scenario: given, out, own, step, spawn }: Asked, io: Io): Promise<ExitCode> {
  const scenario = chosen(kind, given)
  const tasks = await tasksOf(kind, scenario, io, own, step)
  if (stopsEarly(scenario) && kind !== 'grid')
    io.err(`noisescope: “stop when” ends a run and the runs of a sweep over settings; study ${kind} does not stop there\n`)
  const inputs = await inputsOf(scenario, own)
  const results = new Results(io.disk, out)
  const began = performance.now()
  const progress = new Progress(io, tasks.length)
  try {
    const parts = await computed(spawn, {
      tasks,
      interrupt: io.interrupt,
      progress: done => progress.share(done / tasks.length, `${kind}: ${Math.floor(done)} of ${tasks.length} parts`),
    })
    const wall = (performance.now() - began) / 1000
    const missing = [...parts.entries()].flatMap(([i, part]) => (part?.whole ? [] : [i]))
    const arrays: Record<string, NpyArray> = {}
    const asked = tasks.map((task, i) => withoutRepeats(task, tasks[i - 1]))
    const packed = pack({ inputs, tasks: asked, parts: parts.map(known => known?.part ?? null) }, '', arrays)
    const facts = {
      versions: { noisescope: VERSION, node: process.versions.node },
      study: kind,
      interrupted: missing.length > 0,
      unfinished: missing,
      wall_time_s: Math.round(wall * 1000) / 1000,
      link: encodeLink(scenario),
      data: own?.info ?? null,
      scenario,
      ...packed,
    }
    results.write(`${kind}.npz`, encodeNpz(arrays))
    results.write(`${kind}.json`, `${JSON.stringify(facts, null, 2)}\n`)
    results.publish()
    progress.clear()
    io.out(`${kind}: ${tasks.length - missing.length} of ${tasks.length} parts in ${duration(wall)} → ${out}\n`)
    if (missing.length === 0) return EXIT.done
    io.err(`noisescope: interrupted; ${join(out, kind)}.json holds what is known so far\n`)
    return EXIT.failed
  } finally {
    progress.clear()
    results.discard()
  }
}

/** A task without its scenario where that is the one of the task before. */
function withoutRepeats(task: unknown, before: unknown): unknown {
  const scenarioOf = (value: unknown) => (typeof value === 'object' && value && 'scenario' in value ? value.scenario : undefined)
  if (typeof task !== 'object' || !task || JSON.stringify(scenarioOf(task)) !== JSON.stringify(scenarioOf(before))) return task
  return Object.fromEntries(Object.entries(task).filter(([name]) => name !== 'scenario'))
}
