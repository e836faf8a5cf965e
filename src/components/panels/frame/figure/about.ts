/** What a picture is of: its title, the run's parameters, the link that leads there, the version that drew it. */
import { version } from '../../../../../package.json'
import { formatValue } from '../../../../charts'
import { numberText } from '../../../../lib/csv'
import { isPlanar, usesBatches } from '../../../../scenario'
import { choiceLabel } from '../../../controls/labels'
import { type ArmView, scalarOf, type View } from '../../reading/view'

export interface About {
  readonly title: string
  /** The parameters, in a sentence for each arm. */
  readonly parameters: string
  /** The address of the run. */
  readonly link: string
  /** What drew it: "Noisescope 0.1.0". */
  readonly software: string
}

const SOFTWARE = `Noisescope ${version}`

export const aboutOf = (title: string, view: View, link: string): About => ({
  title,
  parameters: parametersOf(view),
  link,
  software: SOFTWARE,
})

/** The settings of one arm at the step shown that are not those of every arm. */
function armWords(arm: ArmView): string {
  const { eta, B, momentum, schedule, bschedule, sampling } = arm.settings
  const batches = usesBatches(arm)
  return [
    `η = ${numberText(eta)}`,
    ...(batches ? [`B = ${numberText(B)}`] : []),
    ...(batches && sampling !== 'with-replacement' ? [choiceLabel('sampling', sampling)] : []),
    ...(momentum > 0 ? [`momentum ${numberText(momentum)}`] : []),
    ...(schedule === 'constant' ? [] : [`schedule of η: ${choiceLabel('schedule', schedule)}`]),
    ...(batches && bschedule !== 'constant' ? [`schedule of B: ${choiceLabel('bschedule', bschedule)}`] : []),
  ].join(', ')
}

/** The samples, η and B of a checkpoint. */
function measuredWords(view: View): string {
  const numbers = (['measured_on', 'lr', 'batch_size'] as const).map(name =>
    view.selected ? scalarOf(view, view.selected, name) : Number.NaN,
  )
  const said = numbers.map((value, at) => (Number.isNaN(value) ? '' : `${['n', 'η', 'B'][at]} = ${numberText(value)}`))
  return said.filter(Boolean).join(', ')
}

/** Model, data, seed and every arm in plain words; the link has the rest. */
export function parametersOf(view: View): string {
  const { scenario, arms, step, traces } = view
  const { preset, model, data, seed } = scenario
  if (traces.measured) return `Measurements of a model at step ${formatValue(step)}. ${measuredWords(view)}.`
  const size = isPlanar(model) ? `n = ${data.n}` : `${choiceLabel('source', data.source)}, n = ${data.n}, d = ${data.d}`
  const problem = `${choiceLabel('model', model.kind)}, ${size}, seed ${seed}`
  const own = arms.map(arm => `${arm.label}: ${armWords(arm)}`)
  return [`Scenario ${preset} at step ${formatValue(step)}`, problem, ...own].map(words => `${words}.`).join(' ')
}
