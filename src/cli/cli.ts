import { messageOf } from '../lib/fault'
import { encodeLink, LONGEST_LINK, PRESETS, ScenarioError } from '../scenario'
import { DataFileError } from '../sim/files/error'
import { type Invocation, readArgs } from './args'
import { checkBackend } from './backend'
import { onData, readDataFiles } from './data'
import { EXIT, type ExitCode, type Io, UsageError } from './io'
import { run } from './run'
import { readScenario, withSettings } from './scenario'
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
    io.err(`noisescope: ${messageOf(error)}\n`)
    const asked = [UsageError, ScenarioError, DataFileError].some(kind => error instanceof kind)
    return asked ? EXIT.usage : EXIT.failed
  }
}

async function perform(request: Invocation, io: Io): Promise<ExitCode> {
  const { command, args } = request
  if (command === 'presets') return printPresets(request.flag('json'), io)
  const scenario = readScenario(args[0] ?? '')
  if (command === 'open') {
    io.out(`${JSON.stringify(scenario, null, 2)}\n`)
    return EXIT.done
  }
  if (command === 'link') {
    const link = encodeLink(scenario)
    if (link.length > LONGEST_LINK) throw new ScenarioError('link', `${link.length} characters`, `at most ${LONGEST_LINK} characters`)
    io.out(`${link}\n`)
    return EXIT.done
  }
  const settings = ['steps', 'every', 'backend'].flatMap(name => {
    const text = request.text(name)
    return text === undefined ? [] : [`${name}=${text}`]
  })
  const paths = request.texts('data')
  const own = paths.length > 0 ? await readDataFiles(paths, io) : null
  const wanted = withSettings(own ? onData(scenario, own.info) : scenario, [...request.texts('set'), ...settings])
  checkBackend(wanted.backend)
  const out = request.text('out')
  if (!out) throw new UsageError('--out is missing: give the folder to write to')
  return run(wanted, out, io, own)
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
