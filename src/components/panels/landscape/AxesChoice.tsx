import { NumberControl } from '../../controls/NumberControl'
import { useScope, useScopeState } from '../../scope'
import { coreOf } from './core'

/** Even axes, or such as are logarithmic on both sides of zero: for paths over many powers of ten. */
export function AxesChoice() {
  const scope = useScope()
  const bent = useScopeState(s => s.scenario.view.asinh > 0)
  return (
    <>
      <fieldset className="plane-kinds">
        <legend className="visually-hidden">Axes</legend>
        <label>
          <input type="radio" name="plane-axes" checked={!bent} onChange={() => scope.set('asinh', 0)} />
          even axes
        </label>
        <label>
          <input
            type="radio"
            name="plane-axes"
            checked={bent}
            onChange={() => scope.set('asinh', coreOf(scope.traces.arms.map(arm => arm.path)))}
          />
          logarithmic on both sides of 0 (asinh)
        </label>
      </fieldset>
      {bent && <NumberControl path="view.asinh" />}
    </>
  )
}
