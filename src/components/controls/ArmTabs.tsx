import { useState } from 'react'
import { armColors, armName, MAX_ARMS } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { deferred } from '../ui/deferred'
import { AddArm } from './AddArm'
import { ArmMenu } from './ArmMenu'

const RenameArm = deferred(() => import('./RenameArm'))

/** The arms as a row of choices, with all of them as the last one, what is done with the chosen one, and a button for one more. */
export function ArmTabs() {
  const scope = useScope()
  const arms = useScopeState(s => s.scenario.arms)
  const selected = useScopeState(s => s.selectedArm)
  const [renaming, setRenaming] = useState('')
  const colors = armColors(arms)
  const one = arms.length === 1 ? arms[0]?.id : selected
  const tab = (id: string, color?: number) => (
    <button key={id} type="button" className="arm-tab" aria-pressed={selected === id} onClick={() => scope.selectArm(id)}>
      {color === undefined ? null : <span className="arm-dot" style={{ background: `var(--arm-${'abcd'[color]})` }} />}
      {id ? armName(id) : 'All'}
    </button>
  )
  return (
    <>
      <div className="arm-row">
        <fieldset className="arm-tabs" aria-label="Arm to edit">
          {arms.map((arm, a) => tab(arm.id, colors[a]))}
          {arms.length > 1 ? tab('') : null}
        </fieldset>
        {one ? <ArmMenu id={one} onRename={() => setRenaming(one)} /> : null}
        {arms.length < MAX_ARMS ? <AddArm /> : null}
      </div>
      {renaming && renaming === one ? <RenameArm id={renaming} onDone={() => setRenaming('')} /> : null}
    </>
  )
}
