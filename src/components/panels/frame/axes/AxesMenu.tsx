import { MoveHorizontal } from 'lucide-react'
import { type RefObject, useId, useState } from 'react'
import { fieldAt } from '../../../../scenario'
import { ListControl } from '../../../controls/ListControl'
import { choiceLabel } from '../../../controls/labels'
import { NumberControl } from '../../../controls/NumberControl'
import { useScope, useScopeState } from '../../../scope'
import { LazyPopover } from '../../../ui/LazyPopover'
import type { ChartHost } from '../host'
import './axes.css'

interface Props {
  readonly name: string
  readonly title: string
  readonly timed: 'x' | 'xy'
  readonly chart: RefObject<ChartHost | null>
}

/** What the axes of a chart over the run count. Steps and range are those of all such charts, the y axis is this panel's own. */
export function AxesMenu({ name, title, timed, chart }: Props) {
  return (
    <LazyPopover
      className="panel-button"
      aria-label={`Axes of ${title}`}
      data-hint="Axes and the steps shown"
      title="Axes"
      popup="panel-popup panel-axes"
      beside=".panel"
      face={<MoveHorizontal size={15} aria-hidden />}
    >
      <TimeChoice />
      {timed === 'xy' && <HeightChoice name={name} chart={chart} />}
      {timed === 'xy' && <SmoothingChoice />}
    </LazyPopover>
  )
}

interface ChoiceProps {
  readonly legend: string
  readonly options: readonly (readonly [string, string])[]
  readonly value: string
  readonly onChoose: (value: string) => void
}

/** One of several, as a row of radio buttons. */
function Choice({ legend, options, value, onChoose }: ChoiceProps) {
  const id = useId()
  return (
    <fieldset className="axes-choice">
      <legend>{legend}</legend>
      {options.map(([option, label]) => (
        <label key={option}>
          <input type="radio" name={id} checked={option === value} onChange={() => onChoose(option)} /> {label}
        </label>
      ))}
    </fieldset>
  )
}

function TimeChoice() {
  const scope = useScope()
  const count = useScopeState(s => s.scenario.view.xaxis)
  const part = useScopeState(s => s.scenario.view.range.some(step => step > 0))
  const field = fieldAt('view.xaxis')
  return (
    <>
      <Choice
        legend="All charts over the run count"
        options={field.choices.map(choice => [choice, choiceLabel('xaxis', choice)] as const)}
        value={count}
        onChoose={next => scope.set('xaxis', next)}
      />
      <ListControl path="view.range" />
      <p className="axes-note">
        First and last step; 0 at the end is the end of the run. A drag over a chart marks them, a double click shows it all.
      </p>
      <button type="button" className="bar-button boxed axes-whole" disabled={!part} onClick={() => scope.set('range', [0, 0])}>
        The whole run
      </button>
    </>
  )
}

/** Over how many steps the lines of all charts over the run are means. */
function SmoothingChoice() {
  const last = useScopeState(s => s.lastStep)
  return (
    <>
      <NumberControl path="view.smooth" sliderMax={Math.max(10, Math.round(last / 4))} />
      <p className="axes-note">
        Lines of all charts over the run as the mean of the rows at most so many steps away, over what was measured; 0 is off.
      </p>
    </>
  )
}

function HeightChoice({ name, chart }: Pick<Props, 'name' | 'chart'>) {
  const scope = useScope()
  const others = useScopeState(s => s.scenario.view.yother)
  const names = others === '' ? [] : others.split(',')
  const other = names.includes(name)
  // The scale that the panel has by itself: on screen it is that one, or the other.
  const [usual] = useState(() => (chart.current?.layout?.y.log ?? false) !== other)
  const log = usual !== other
  const toggle = () => scope.set('yother', (other ? names.filter(n => n !== name) : [...names, name]).join(','))
  return (
    <Choice
      legend="The y axis of this one is"
      options={[
        ['log', 'logarithmic'],
        ['even', 'even'],
      ]}
      value={log ? 'log' : 'even'}
      onChoose={next => (next === 'log') !== log && toggle()}
    />
  )
}
