import '../frame/border.css'
import { Scan } from 'lucide-react'
import { useMemo, useReducer } from 'react'
import { OptionMenu } from '../../ui/OptionMenu'
import { NumberStepper } from '../frame/NumberStepper'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { useLive, useStage } from '../frame/stage'
import { sectionsSpec } from './spec'
import { kindOf, type LineKind, linesOf, Sections } from './state'
import { useSections } from './useSections'

/** The most directions that can be stepped through. */
const MOST_DIRECTIONS = 50

/** The loss along a line through the selected arm. */
export default function SectionsPanel(place: PanelPlace) {
  const stage = useStage()
  const [, changed] = useReducer((count: number) => count + 1, 0)
  const state = useMemo(
    () =>
      new Sections(() => {
        changed()
        stage.redraw()
      }),
    [stage],
  )
  const ask = useSections(state)
  const change = (next: Parameters<Sections['change']>[0]) => {
    state.change(next)
    ask()
  }
  const spec = useMemo(() => sectionsSpec(state), [state])
  return (
    <Panel
      spec={spec}
      {...place}
      legend={<LineChoice state={state} change={change} />}
      tools={
        <>
          {state.reach !== 1 && (
            <button
              type="button"
              className="panel-button"
              aria-label="Show the usual part of the line"
              data-hint="Show the usual part of the line"
              onClick={() => change({ reach: 1 })}
            >
              <Scan size={14} aria-hidden />
            </button>
          )}
          <button
            type="button"
            className="panel-choice"
            aria-pressed={state.log}
            data-hint="Losses on a logarithmic axis"
            onClick={() => change({ log: !state.log })}
          >
            log
          </button>
        </>
      }
    />
  )
}

interface ChoiceProps {
  state: Sections
  change: (next: Parameters<Sections['change']>[0]) => void
}

/** Which line, and what it needs to be told. */
function LineChoice({ state, change }: ChoiceProps) {
  const stage = useStage()
  const arm = useLive(view => view.selected?.id ?? '')
  const last = useLive(view => view.lastStep)
  const { view } = stage
  const lines = view.selected && arm ? linesOf(view, view.selected) : []
  const { k, step } = state
  const kind = view.selected && arm ? kindOf(view, view.selected, state) : 'along'
  return (
    <div className="panel-legend border-legend">
      <OptionMenu
        label="line"
        className="panel-choice"
        hint="Which line through parameter space"
        value={kind}
        options={lines}
        onChoose={value => change({ kind: value as LineKind, reach: 1 })}
      >
        {lines.find(line => line.value === kind)?.label ?? 'along vₖ'}
      </OptionMenu>
      {kind === 'along' && <NumberStepper label="k" value={k} min={1} max={MOST_DIRECTIONS} onChange={next => change({ k: next })} />}
      {kind === 'step' && (
        <NumberStepper
          label="step"
          value={Math.min(step, last)}
          min={0}
          max={Math.max(1, last)}
          onChange={next => change({ step: next })}
        />
      )}
    </div>
  )
}
