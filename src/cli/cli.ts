import { messageOf } from '../lib/fault'
import { encodeLink, PRESETS, withSettings } from '../scenario'
import { type Invocation, readArgs } from './args'
import { checkBackend } from './backend'
import { readAsked, refuseChoice } from './choice'
import { onData } from './data'
import { UsageError } from './faults'
import { merge } from './grid/merge'
import { readSweep } from './grid/request'
import { sweepGrid } from './grid/sweepGrid'
import { EXIT, type ExitCode, type Io, isAsked } from './io'
import { asksForMeasurements, measure } from './measured'
import { run } from './run'
import { readScenario } from './scenario'
import { writeScript } from './script'
import { isStudy, STUDIES, type StudyName } from './study/kinds'
import { study } from './study/study'
import type { ThreadSetting } from './study/threads'
import { VERSION } from './version'

/** The command line: takes the arguments after the program's name, answers the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    const asked = readArgs(argv, VERSION)
    if ('request' in asked) return await perform(asked.request, io)
    const print = asked.complete ? io.out : io.err
    print(`${asked.text}\n`)
    return asked.complete ? EXIT.done : EXIT.usage
  } catch (error) {
    const given = io.interrupt.aborted && error === io.interrupt.reason ? 'interrupted; nothing was written' : messageOf(error)
    io.err(`noisescope: ${given}\n`)
    return isAsked(error) ? EXIT.usage : EXIT.failed
  }
}

async function perform(request: Invocation, io: Io): Promise<ExitCode> {
  const { command, args } = request
  if (command === 'presets') return printPresets(request.flag('json'), io)
  if (command === 'merge') return merge(args, outOf(request), io)
  if (asksForMeasurements(request)) return measure(request, outOf(request), io)
  const kind = command === 'study' ? studyOf(args[0] ?? '') : null
  const scenario = readScenario(args.at(-1) ?? '')
  if (command === 'open') {
    io.out(`${JSON.stringify(scenario, null, 2)}\n`)
    return EXIT.done
  }
  if (command === 'link') {
    io.out(`${encodeLink(scenario)}\n`)
    return EXIT.done
  }
  const settings = ['steps', 'every', 'backend'].flatMap(name => {
    const text = request.text(name)
    return text === undefined ? [] : [`${name}=${text}`]
  })
  const paths = request.texts('data')
  const say = (words: string) => io.err(`noisescope: ${words}\n`)
  const set = request.texts('set')
  const own = paths.length > 0 ? await readAsked(paths, request, scenario, io, say) : null
  if (!own) refuseChoice(request)
  const given = own ? onData(scenario, own.info) : scenario
  const choice = own?.info.choice ?? {}
  if (command === 'sweep') {
    const { asked, ...how } = readSweep(request, given, [...set, ...settings], io.env)
    return sweepGrid(asked, { ...how, out: outOf(request), own, data: paths, choice, spawn: io.thread }, io)
  }
  const wanted = withSettings(given, [...set, ...settings], say)
  checkBackend(wanted.backend)
  const out = outOf(request)
  if (command === 'script') return writeScript(wanted, out, io, own)
  if (!kind) return run(wanted, out, io, { own, draws: request.flag('draws') })
  const told: ThreadSetting = { kind, data: paths, asked: choice }
  return study({ kind, scenario: wanted, out, own, step: stepOf(request, kind, wanted.steps), spawn: () => io.thread(told) }, io)
}

function outOf(request: Invocation): string {
  const out = request.text('out')
  if (!out) throw new UsageError(`--out is missing: give the ${request.command === 'script' ? 'file' : 'folder'} to write to`)
  return out
}

/** The step that an edge test forks the run at; other studies read the run at its end. */
function stepOf(request: Invocation, kind: StudyName, steps: number): number | undefined {
  const text = request.text('step')
  if (text === undefined) return undefined
  if (kind !== 'edge-test') throw new UsageError(`--step: found “${text}” with the study ${kind}; allowed is with edge-test only`)
  const step = Number(text)
  if (!/^\d+$/.test(text) || step > steps)
    throw new UsageError(`--step: found “${text}”; allowed is an integer from 0 to ${steps}, the steps of the run`)
  return step
}

function studyOf(name: string): StudyName {
  if (isStudy(name)) return name
  throw new UsageError(`study: found “${name}”; allowed is one of ${Object.keys(STUDIES).join(', ')}`)
}

function printPresets(json: boolean, io: Io): ExitCode {
  const all = [...PRESETS.values()]
  const width = Math.max(...all.map(p => p.id.length))
  if (json) {
    const list = all.map(({ id, title, reading, scenario }) => ({ id, title, reading, link: encodeLink(scenario) }))
    io.out(`${JSON.stringify(list, null, 2)}\n`)
  } else io.out(all.map(p => `${p.id.padEnd(width)}  ${p.title}\n`).join(''))
  return EXIT.done
}
