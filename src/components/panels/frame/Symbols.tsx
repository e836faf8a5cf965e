import { type KeyboardEvent, useContext, useSyncExternalStore } from 'react'
import { Rich } from './Rich'
import { StageContext } from './stage'
import { directionOf, inSymbols } from './symbolText'

interface Props {
  readonly text: string
  /** Those that a mark of the panel stands for. */
  readonly symbols: readonly string[]
  /** Whether the Tab key comes to the first of them; the arrow keys lead on to the others of the panel. */
  readonly first: boolean
}

/** A line of a panel whose symbols light their marks up when they are pointed at or hold the focus, and are lit when their marks are. */
export function Symbols({ text, symbols, first }: Props) {
  let reached = !first
  return inSymbols(text, symbols).map((part, i) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line have no other name
    if (i % 2 === 0) return <Rich key={i} text={part} />
    const stop = !reached
    reached = true
    // biome-ignore lint/suspicious/noArrayIndexKey: likewise
    return <LinkedSymbol key={i} name={part} stop={stop} />
  })
}

/** The names of directions point at them, in every chart over k; other symbols at their marks. */
function LinkedSymbol({ name, stop }: { name: string; stop: boolean }) {
  const stage = useContext(StageContext)
  const k = directionOf(name)
  const isLit = () => (k ? stage?.mark?.axis === 'k' && stage.mark.at === k : stage?.lit === name)
  const lit = useSyncExternalStore(stage?.watch ?? never, isLit)
  const point = (on: boolean) => {
    if (k) stage?.point(on ? { axis: 'k', at: k } : null)
    else stage?.light(on ? name : '')
  }
  return (
    <button
      type="button"
      className="symbol"
      tabIndex={stop ? 0 : -1}
      data-own-keys
      data-lit={lit || undefined}
      onPointerEnter={() => point(true)}
      onPointerLeave={event => event.pointerType === 'mouse' && point(false)}
      onFocus={() => point(true)}
      onBlur={() => point(false)}
      onKeyDown={walk}
    >
      <Rich text={name} />
    </button>
  )
}

const never = () => () => {}

/** The arrow keys go from symbol to symbol of a panel. */
function walk(event: KeyboardEvent<HTMLButtonElement>): void {
  const hop = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (hop === undefined) return
  event.preventDefault()
  const all = [...(event.currentTarget.closest('.panel')?.querySelectorAll<HTMLElement>('.symbol') ?? [])]
  all[all.indexOf(event.currentTarget) + hop]?.focus()
}
