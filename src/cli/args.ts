import { type CAC, type Command, cac } from 'cac'
import { UsageError } from './faults'
import { STUDIES } from './study/kinds'

const KINDS = Object.keys(STUDIES).join(', ')

/** What was asked: a command with its texts exactly as typed. */
export interface Invocation {
  readonly command: string
  readonly args: readonly string[]
  /** The value of an option, or undefined; throws if it was given twice. */
  text(option: string): string | undefined
  /** All values of an option that may be repeated. */
  texts(option: string): readonly string[]
  flag(option: string): boolean
}

const SET = ['--set <field=value>', 'change a field, named and written as in links; may be repeated'] as const

/** Adds what every command has that runs on data of one's own. */
const withData = (command: Command): Command =>
  command
    .option('--data <file>', "your data file in place of the scenario's data; repeat it for labels or further batches")
    .option('--target <columns>', 'columns of your data to predict, by name or counted from 1 (default: a guess, which is said)')
    .option('--drop <columns>', 'columns of your data to leave out, by name or counted from 1 (default: a guess, which is said)')
    .option('--task <kind>', 'whether the targets of your data are classes or numbers (default: a guess, which is said)')
    .option('--header <answer>', 'whether the first row of your data holds names: yes or no (default: a guess, which is said)')
    .option('--decimal <mark>', 'the decimal mark of your data: comma or point (default: a guess)')

/** Sweeps, and their shards put together. */
function declareSweep(cli: CAC): void {
  withData(
    cli
      .command(
        'sweep <scenario>',
        'run a scenario at every point of a grid and write sweep.csv, sweep-summary.csv, sweep.npz and sweep.parquet',
      )
      .option('--grid <field=values>', 'a field and its values: lo:hi:lin:count, lo:hi:log:count or a,b,c; repeat it for further axes')
      .option('--seeds <s>', "runs of every point, with seeds from the scenario's on (default: 1)")
      .option('--columns <names>', 'columns of metrics.csv to read, separated by commas (default: loss, mu, g_1 and others)')
      .option('--at <steps>', 'where to read them: start, end or steps, separated by commas (default: start,end)')
      .option('--until <threshold>', 'read the first measured step where a column is below or above a value, as loss<0.01')
      .option('--shard <i/n>', 'compute the i-th of n parts alone (default: as the array job of a scheduler says)')
      .option('--workers <w>', 'points computed at a time (default: one for each processor)')
      .option('--out <dir>', 'folder to write to, and to go on in')
      .option('--steps <n>', "steps of every run (default: the scenario's)")
      .option('--every <k>', 'steps between looks for the threshold of --until')
      .option(...SET),
  ).option('--backend <name>', "wasm or reference (default: the scenario's, auto being wasm)")
  cli.command('merge <...dirs>', 'put the shards of a sweep together').option('--out <dir>', 'folder to write sweep.csv to')
}

/** The commands with their options; --set may be repeated. */
function declare(): CAC {
  const cli = cac('noisescope')
  withData(
    cli
      .command('run <scenario>', 'run a scenario and write metrics.csv, run.json and state.npz')
      .option('--out <dir>', 'folder to write to; one subfolder per arm when there are several')
      .option('--steps <n>', "steps to take (default: the scenario's)")
      .option('--every <k>', "steps between measurements (default: the scenario's, or about 1000 in all)")
      .option(...SET),
  )
    .option('--backend <name>', "wasm, reference, or auto, which is wasm (default: the scenario's)")
    .option(
      '--measurements <file>',
      'in place of a run: what you measured of a model of your own, an NPZ; repeat it for further checkpoints',
    )
    .option('--draws', 'also write draws.npz: the minibatch of every step, and ξ of synthetic noise')
  declareSweep(cli)
  cli.command('presets', 'list the presets').option('--json', 'as JSON, with a sentence and a link each')
  cli.command('link <scenario>', 'print the canonical link of a scenario: the part after #')
  cli.command('open <scenario>', 'print the full scenario as JSON')
  withData(
    cli
      .command('study <kind> <scenario>', 'compute a further analysis and write KIND.json and KIND.npz')
      .option('--out <dir>', 'folder to write to')
      .option('--steps <n>', "steps of the run that is studied (default: the scenario's)")
      .option('--every <k>', 'steps between readings of replicas')
      .option('--step <n>', 'with edge-test: the step at which the run is forked (default: its last)')
      .option(...SET),
  ).option('--backend <name>', "wasm or reference (default: the scenario's, auto being wasm)")
  withData(
    cli
      .command('script <scenario>', 'write a Python script (numpy) that computes the run anew and compares itself with it')
      .option('--out <file>', 'file to write, as run.py')
      .option('--steps <n>', "steps that are compared (default: the scenario's)")
      .option(...SET),
  ).option('--backend <name>', "wasm or reference (default: the scenario's, auto being wasm)")
  cli.option('-h, --help', 'show this help')
  cli.option('-v, --version', 'show the version')
  return cli
}

/** Reads the arguments after the program's name: a text to print (not `complete` if a command is missing), or what was asked. */
export function readArgs(argv: readonly string[], version: string): { text: string; complete: boolean } | { request: Invocation } {
  const cli = declare()
  cli.parse(['', '', ...shield(argv, cli)], { run: false })
  const { matchedCommand: command, options, args } = cli
  if (options.help) return { text: command ? commandHelp(command) : help(cli, version), complete: true }
  if (options.version) return { text: `noisescope ${version}`, complete: true }
  if (!command && args[0] === undefined && Object.keys(options).length === 1) return { text: help(cli, version), complete: false }
  // Named before its options: those of a command that is none are none either.
  const noCommand = () => new UsageError(`command: found “${args[0] ?? ''}”; allowed is one of ${cli.commands.map(c => c.name).join(', ')}`)
  if (!command && args[0] !== undefined) throw noCommand()
  checkOptions(cli, command)
  if (!command) throw noCommand()
  if (command.name === 'study' && args.length === 0) throw new UsageError(`KIND is missing: allowed is one of ${KINDS}`)
  if (command.name === 'merge' && args.length === 0) throw new UsageError('DIR is missing: give the folders of the shards')
  if (args.length < command.args.length && !(command.name === 'run' && options.measurements))
    throw new UsageError('SCENARIO is missing: give a preset (see noisescope presets), a link or a JSON file')
  if (args.length > command.args.length && command.name !== 'merge')
    throw new UsageError(`${command.name}: found “${args[command.args.length]}” after its arguments; allowed is ${usage(command)}`)
  const texts = (name: string) =>
    [options[name] ?? []].flat().map((value: unknown) => {
      if (typeof value !== 'string') throw new UsageError(`--${name}: its value is missing`)
      return value.slice(1)
    })
  return {
    request: {
      command: command.name,
      args: args.map(String),
      texts,
      text(name) {
        const all = texts(name)
        if (all.length > 1) throw new UsageError(`--${name}: found ${all.length} times; allowed is once`)
        return all[0]
      },
      flag: name => options[name] === true,
    },
  }
}

function checkOptions(cli: CAC, command: Command | undefined): void {
  const known = [...(command?.options ?? []), ...cli.globalCommand.options]
  for (const name of Object.keys(cli.options))
    if (name !== '--' && !known.some(o => o.names.includes(name))) {
      const allowed = known.map(o => `--${o.name}`).join(', ')
      throw new UsageError(
        `${name.length > 1 ? '--' : '-'}${name}: no such option${command ? ` of ${command.name}` : ''}; allowed is ${allowed}`,
      )
    }
}

/**
 * The parser turns values that look like numbers into numbers ("007" would arrive as 7). So every value gets a ':' in front,
 * taken off again by `texts`; that also lets a value start with a minus sign.
 */
function shield(argv: readonly string[], cli: CAC): string[] {
  const valued = new Set(cli.commands.flatMap(c => c.options.filter(o => o.required).map(o => `--${o.name}`)))
  const out: string[] = []
  let taken = -1
  for (const [i, arg] of argv.entries()) {
    if (i === taken) continue
    const equals = arg.indexOf('=')
    const next = argv[i + 1]
    if (equals > 0 && valued.has(arg.slice(0, equals))) out.push(`${arg.slice(0, equals)}=:${arg.slice(equals + 1)}`)
    else if (valued.has(arg) && next !== undefined && !/^-[^\d.]/.test(next)) {
      out.push(`${arg}=:${next}`)
      taken = i + 1
    } else out.push(arg)
  }
  return out
}

const SCENARIO_HELP = `A SCENARIO is a preset's id, a link (or the part of it after #), or a JSON file.`

function help(cli: CAC, version: string): string {
  const commands = cli.commands.map(c => [usage(c), c.description] as const)
  return [
    `noisescope ${version}: an oscilloscope for the noise of stochastic gradient descent`,
    `Usage:\n${table(commands)}`,
    SCENARIO_HELP,
    `Options:\n${table([...cli.commands.filter(c => ['run', 'presets'].includes(c.name)).flatMap(c => c.options), ...cli.globalCommand.options].map(o => [o.rawName, o.description]))}`,
    'Exit: 0 done, 1 failed or interrupted, 2 bad arguments or scenario.',
  ].join('\n\n')
}

function commandHelp(command: Command): string {
  const parts = [`Usage: ${usage(command)}`, command.description]
  if (command.args.length > 0 && command.name !== 'merge') parts.push(SCENARIO_HELP)
  if (command.name === 'study') parts.push(`KIND is one of\n${table(Object.entries(STUDIES).map(([kind, { gives }]) => [kind, gives]))}`)
  if (command.options.length > 0) parts.push(`Options:\n${table(command.options.map(o => [o.rawName, o.description]))}`)
  return parts.join('\n\n')
}

const usage = (c: Command) =>
  `noisescope ${c.rawName.replace('<kind>', 'KIND').replace('<scenario>', 'SCENARIO').replace('<...dirs>', 'DIR…')}${WRITES.includes(c.name) ? ' --out DIR' : c.name === 'script' ? ' --out FILE' : ''}`
const WRITES = ['run', 'sweep', 'merge', 'study']

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}
