import { type KeyboardEvent, type PointerEvent, useContext, useEffect, useRef, useState } from 'react'
import { StageContext } from './stage'

type Katex = typeof import('katex').default

/** Share of its size that a formula keeps at least. */
const SMALLEST = 0.45

const NO_SYMBOLS: readonly string[] = []

let loading: Promise<Katex> | undefined

/** KaTeX and its style sheet, loaded when the first formula is shown. */
function load(): Promise<Katex> {
  loading ??= Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(([module]) => module.default)
  loading.catch(() => {
    loading = undefined
  })
  return loading
}

interface Props {
  readonly source: string
  /** The letters that a mark of the panel stands for. */
  readonly symbols?: readonly string[]
}

/** One displayed formula, whose letters are linked with their marks; until KaTeX is there, and if it cannot be loaded, its source. */
export function Tex({ source, symbols = NO_SYMBOLS }: Props) {
  const stage = useContext(StageContext)
  const place = useRef<HTMLDivElement>(null)
  const [linked, setLinked] = useState(false)
  const [katex, setKatex] = useState<{ render: Katex['render'] } | null>(null)
  useEffect(() => {
    let alive = true
    load().then(
      loaded => alive && setKatex({ render: loaded.render }),
      () => {},
    )
    return () => {
      alive = false
    }
  }, [])
  useEffect(() => {
    const { current } = place
    if (!katex || !current) return
    katex.render(source, current, { displayMode: true, throwOnError: false })
    const narrow = () => {
      current.style.fontSize = ''
      const fits = current.clientWidth / Math.max(1, current.scrollWidth)
      if (fits < 1) current.style.fontSize = `${Math.max(SMALLEST, 0.98 * fits)}em`
    }
    narrow()
    void document.fonts?.ready.then(narrow)
    const named = [...current.querySelectorAll<HTMLElement>('.katex-html .mord.mathnormal')].filter(e =>
      symbols.includes(e.textContent ?? ''),
    )
    for (const letter of named) letter.classList.add('symbol')
    setLinked(named.length > 0)
    const show = () => {
      for (const letter of named) letter.toggleAttribute('data-lit', letter.textContent === stage?.lit)
    }
    show()
    return stage?.watch(show)
  }, [katex, source, symbols, stage])
  const point = ({ target }: PointerEvent) => {
    const letter = (target as Element).closest('.symbol')
    stage?.light(letter?.textContent ?? '')
  }
  const letters = () => [...new Set([...(place.current?.querySelectorAll('.symbol') ?? [])].map(e => e.textContent ?? ''))]
  const walk = (event: KeyboardEvent) => {
    const hop = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (hop === undefined) return
    event.preventDefault()
    const all = letters()
    const next = all[all.indexOf(stage?.lit ?? '') + hop]
    if (next) stage?.light(next)
  }
  // What KaTeX draws is hidden from screen readers, who have its MathML: no letter in it can hold the focus itself.
  const keys = linked && {
    ...{ role: 'group', tabIndex: 0, 'data-own-keys': true, onKeyDown: walk },
    'aria-label': 'Formula: the arrow keys go from symbol to symbol, whose marks light up',
    onFocus: () => stage?.light(letters()[0] ?? ''),
    onBlur: () => stage?.light(''),
  }
  return (
    <div className="tex" ref={place} onPointerOver={point} onPointerLeave={() => stage?.light('')} {...keys}>
      {katex ? null : <code>{source}</code>}
    </div>
  )
}
