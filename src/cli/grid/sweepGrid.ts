/** `noisescope sweep`: a run for every point of a grid, over all processors, gone on with where it was broken off. */

import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { DataChoice } from '../../lib/dataChoice'
import { elementAt } from '../../lib/values'
import { decodeLink, encodeLink } from '../../scenario'
import type { OwnData } from '../../sim/files/own'
import { EXIT, type ExitCode, type Io } from '../io'
import { duration, Progress } from '../progress'
import { computed, type ThreadSetting } from '../study/threads'
import { VERSION } from '../version'
import { planOf, type SweepAsked, type SweepPlan } from './plan'
import type { PointPart, PointTask } from './point'
import { isOf, type Shard } from './shard'
import { openSweep, pointsIn, type SweepManifest, writePoint } from './store'
import { writeTables } from './tables'

interface SweepOptions {
  readonly out: string
  readonly shard: Shard | null
  /** Threads at most; one for each processor where it is not said. */
  readonly workers: number | null
  /** The data of --data, their paths, and how they are read. */
  readonly own: OwnData | null
  readonly data: readonly string[]
  readonly choice: Partial<DataChoice>
  spawn(told: unknown): Worker
}

/** Computes the points that are missing and, once all are there, writes the tables. */
export async function sweepGrid(asked: SweepAsked, options: SweepOptions, io: Io): Promise<ExitCode> {
  const { out, shard, own } = options
  const plan = planOf(asked, VERSION, words => io.err(`noisescope: ${words}\n`))
  const count = plan.points.length
  const manifest = manifestOf(asked, plan, own)
  openSweep(io.disk, out, manifest)
  if (shard && shard.from !== '--shard') io.err(`noisescope: shard ${shard.index} of ${shard.count}, from ${shard.from}\n`)
  const here = pointsIn(io.disk, out, plan.digest, count)
  const mine = [...plan.points.keys()].filter(point => isOf(shard, point))
  const missing = mine.filter(point => !here.has(point))
  const began = performance.now()
  const done = await compute(missing, plan, asked, options, io)
  const before = mine.length - missing.length
  if (done < missing.length) {
    io.err(`noisescope: interrupted; ${before + done} of ${mine.length} points are in ${out}: the same command goes on\n`)
    return EXIT.failed
  }
  // Others may have worked in the same folder.
  const whole = pointsIn(io.disk, out, plan.digest, count).size === count
  if (whole) for (const words of writeTables([out], out, manifest, io.disk)) io.err(`noisescope: ${words}\n`)
  const rest = whole ? '' : `; the other shards have the rest, and noisescope merge puts them together`
  const kept = before > 0 ? `, ${before} were there` : ''
  io.out(
    `sweep: ${done} of ${count} points in ${duration((performance.now() - began) / 1000)}${kept} → ${whole ? join(out, 'sweep.csv') : out}${rest}\n`,
  )
  return EXIT.done
}

/** Computes points and keeps each as soon as it is done; returns how many were, before an interrupt. */
async function compute(missing: readonly number[], plan: SweepPlan, asked: SweepAsked, options: SweepOptions, io: Io): Promise<number> {
  const { columns, at, until } = asked
  const tasks = missing.map((point): PointTask => ({ link: elementAt(plan.points, point).link, columns, at, until }))
  const told: ThreadSetting = { kind: 'point', data: options.data, asked: options.choice }
  const progress = new Progress(io, tasks.length)
  let done = 0
  try {
    await computed(() => options.spawn(told), {
      tasks,
      workers: options.workers ?? availableParallelism(),
      interrupt: io.interrupt,
      progress: shares => progress.share(shares / tasks.length, `sweep: ${done} of ${tasks.length} points`),
      named: task => nameOf(asked, plan, elementAt(missing, task)),
      finished: (task, part) => {
        writePoint(io.disk, options.out, plan.digest, elementAt(missing, task), part as PointPart)
        done++
      },
    })
  } finally {
    progress.clear()
  }
  return done
}

function nameOf({ axes }: SweepAsked, { points }: SweepPlan, point: number): string {
  const { values, seed } = elementAt(points, point)
  return `point ${point} (${[...axes.map(({ field }, a) => `${field}=${values[a]}`), `seed=${seed}`].join(', ')})`
}

function manifestOf(asked: SweepAsked, { points, digest }: SweepPlan, own: OwnData | null): SweepManifest {
  const { scenario, set, axes, seeds, columns, at, until } = asked
  // Arms change along one axis at most.
  const of = asked.axes.some(({ field }) => field === 'arms') ? points : points.slice(0, 1)
  return {
    versions: { noisescope: VERSION },
    sweep: digest,
    scenario: encodeLink(scenario),
    set,
    grid: axes,
    seeds,
    arms: [...new Set(of.flatMap(({ link }) => decodeLink(link).arms.map(({ id }) => id)))],
    columns,
    at,
    until,
    data: own?.info ?? null,
    complete: false,
    points: points.map(point => ({ ...point, fingerprint: null })),
  }
}
