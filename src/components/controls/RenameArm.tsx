import { type KeyboardEvent, useEffect, useRef } from 'react'
import { armName } from '../../scenario'
import { useScope } from '../scope'

/** The name of an arm to be typed anew: Enter takes it, Escape leaves it as it was. */
export default function RenameArm({ id, onDone }: { id: string; onDone: () => void }) {
  const scope = useScope()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])
  const take = (text: string) => {
    onDone()
    const name = text.trim().toLowerCase().replace(/\s+/g, '')
    if (name && name !== id) scope.renameArm(id, name)
  }
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') take(event.currentTarget.value)
    else if (event.key === 'Escape') onDone()
  }
  return (
    <label className="field arm-name">
      Name of {armName(id)}
      <input
        ref={input}
        className="value-input"
        defaultValue={id}
        maxLength={12}
        spellCheck={false}
        onKeyDown={onKey}
        onBlur={event => take(event.currentTarget.value)}
      />
    </label>
  )
}
