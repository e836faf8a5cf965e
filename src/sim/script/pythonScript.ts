/**
 * A run as one Python file (numpy) that draws its data and minibatches, takes its steps, computes what is measured by its
 * definition, and holds all that against the numbers of the run, which the file carries.
 *
 *     const script = await scriptOf(scenario, backend, assets, { version: '0.1.0' })
 *     pythonFile(script)     // python3 run.py: a table of metrics, exit 1 where one differs
 */

import { NO_TICK, type Tick } from '../../lib/tick'
import { encodeLink, loadedPresets, type Scenario } from '../../scenario'
import type { Backend } from '../backends/types'
import type { Assets } from '../load'
import { createSimulation, type Simulation } from '../simulation'
import { armsText, hasOwnNoise, isScheduled, tablesText } from './arms'
import { assemble } from './assemble'
import { type ExportedArm, exportRun, Indices } from './exported'
import { PIECES } from './pieces.generated'
import { problemText } from './problem'
import { checkEntries, checkMeasured, checkScript, noisesOf } from './supported'

/** Largest relative difference that counts as agreement. */
const BOUND = 1e-9

export interface ScriptOptions {
  /** Of the program, for the heading. */
  readonly version: string
  /** Of the run; that of its preset, where it is known, by default. */
  readonly title?: string | undefined
  /** Told what share of the run is done; throws to give it up. */
  readonly tick?: Tick
}

/** A script in parts, each a text of Python but for the first ones. */
export interface Script {
  readonly title: string
  /** The run's, as the part of an address after #. */
  readonly link: string
  /** What it is and does, in plain words. */
  readonly about: string
  readonly imports: string
  /** Seed, sizes and arms. */
  readonly setting: string
  readonly definitions: string
  /** Data, model, start, and what the arms use of the definitions. */
  readonly problem: string
  /** The numbers of the run. */
  readonly numbers: string
}

/**
 * Runs the scenario to its last step, in float64 on a backend of the processor, and writes the script. Throws a ScenarioError that names the field where
 * a script would not give the same numbers.
 */
export async function scriptOf(
  scenario: Scenario,
  backend: Backend,
  assets: Assets | undefined,
  { version, title = loadedPresets().get(scenario.preset)?.title ?? scenario.preset, tick = NO_TICK }: ScriptOptions,
): Promise<Script> {
  checkScript(scenario)
  const watches = scenario.arms.map(() => new Indices())
  const watch = (arm: number) => watches[arm]
  const sim = await createSimulation(scenario, backend, assets, { planeLater: true, watch })
  try {
    checkMeasured(scenario, sim.measured?.length ?? sim.data.n, sim.data.n)
    if (sim.model.kind !== 'linear') checkEntries(scenario, sim.data.n * sim.data.outputs, sim.size)
    const topSign = noisesOf(scenario).has('top-eigenvector') ? await signOfTop(sim) : 0
    const problem = problemText(sim, topSign)
    const exported = await exportRun(sim, scenario.steps, watches, tick)
    return { title, ...partsOf(sim, version, problem, exported, await sim.fingerprint()) }
  } finally {
    sim.dispose()
  }
}

/** The sign of the largest entry of v_1, as the noise along it takes it. */
async function signOfTop(sim: Simulation): Promise<number> {
  const { leadingG } = (await sim.probe.local())(sim.theta0)
  const vector = leadingG?.call((await sim.probe.local())(sim.theta0)).vectors ?? new Float64Array(1)
  return Math.sign(vector.reduce((top, v) => (Math.abs(v) > Math.abs(top) ? v : top), 0))
}

/** The pieces that a run may need; those of one kind of model have names in common. */
function poolOf({ scenario, model }: Simulation): Record<string, string> {
  const models: Record<string, readonly string[]> = {
    linear: ['linear'],
    'olm-diagonal': ['olm', 'olm_diagonal'],
    'olm-two-layer': ['olm', 'olm_two_layer'],
    network: ['shapes', 'activations', 'network'],
  }
  const names = [
    ...['philox', 'sampling', 'data', ...models[model.kind], 'losses'],
    ...[isScheduled(scenario) ? 'schedules' : 'constant', 'optimizers', ...(hasOwnNoise(scenario) ? ['noises'] : []), 'metrics', 'run'],
  ]
  return Object.fromEntries(names.map(name => [name, PIECES[name]]))
}

function partsOf(
  sim: Simulation,
  version: string,
  problem: string,
  exported: Record<string, ExportedArm>,
  fingerprint: string,
): Omit<Script, 'title'> {
  const { scenario, data } = sim
  const setting = [
    `SEED, N, D = ${scenario.seed}, ${data.n}, ${data.d}`,
    `BOUND = ${BOUND}`,
    '',
    '# Arms, each an optimizer on the same problem. A step is taken with the settings in force at it.',
    armsText(scenario),
  ].join('\n')
  const whole = `${problem}\n\n${tablesText(scenario)}`
  const { imports, definitions } = assemble(poolOf(sim), [setting, whole, 'main'].join('\n'))
  const head = ['import json', 'import sys', ...imports]
  const ordered = [...head.filter(line => !line.includes('numpy')).sort(), '', ...head.filter(line => line.includes('numpy'))]
  return {
    link: encodeLink(scenario),
    about: aboutText(sim, version, fingerprint),
    imports: ordered.join('\n'),
    setting,
    definitions,
    problem: whole,
    numbers: exportedText(exported),
  }
}

const RULE = `# ${'-'.repeat(100)}`
const heading = (words: string) => `${RULE}\n# ${words}\n`

/** A script as one file that is run from a shell. */
export function pythonFile({ title, about, imports, setting, definitions, problem, numbers }: Script): string {
  return [
    `#!/usr/bin/env python3\n"""${title}: a run of Noisescope, computed anew.\n\n${about}\n"""`,
    imports,
    `${heading('The scenario')}\n${setting}`,
    `${heading('Random numbers, model, steps and metrics')}\n\n${definitions}\n`,
    `${heading('The problem')}\n${problem}`,
    `${heading('The numbers of the run')}\n${numbers}\n`,
    'if __name__ == "__main__":\n    sys.exit(main())\n',
  ].join('\n\n')
}

function aboutText({ scenario, step }: Simulation, version: string, fingerprint: string): string {
  return `It needs Python 3.8 or newer with numpy. It draws the data and the minibatches of the run from the same random
numbers (Philox4x32-10, a function of seed, stream, step and index), takes the same steps, computes what is measured by
its definition, and prints every metric beside the number that Noisescope ${version} has for it: the worst of the
compared steps, and the difference as a share of it (of lists, of the largest number in them). As a program it exits
with 1 where one differs by more than BOUND. More is allowed in two cases, which are marked: where Noisescope gives a
bound of its own rounding, up to twice that; and where the run follows rounding, up to a hundred times what θ changed
in its last digits at every step does to the same number.

Link of the run, behind the address of a Noisescope page:
    #${encodeLink(scenario)}
Its fingerprint at step ${step}: ${fingerprint}

Symbols: theta is θ, X the inputs (n × d), Y the targets (n × C), f the outputs, r the residuals, L the loss, J the
Jacobian of f, Z what stands for it (ZZᵀ = JJᵀ), G = JᵀSJ/n with the curvature S of the loss by f, Sigma the
covariance of the gradient of one sample, mu = Tr(ΣG)/(2L‖G‖²), g_k = vᵀΣv/(2L·vᵀGv) along the eigenvector v_k of G.
Source: Wang & Wu, A Theoretical Analysis of Noise Geometry in Stochastic Gradient Descent, arXiv 2310.00692.`
}

/** A row to a line, in JSON: null is a number that is not known. */
function exportedText(exported: Record<string, ExportedArm>): string {
  const arms = Object.entries(exported).map(([id, { rows, ...rest }]) => {
    const own = rows.map(row => JSON.stringify(row)).join(',\n')
    const facts = JSON.stringify(rest).slice(1, -1)
    return `${JSON.stringify(id)}: {${facts}, "rows": [\n${own}]}`
  })
  return `EXPORTED = json.loads(r"""{\n${arms.join(',\n')}}""")`
}
