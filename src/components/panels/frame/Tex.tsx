import { useEffect, useRef, useState } from 'react'

type Katex = typeof import('katex').default

/** Share of its size that a formula keeps at least. */
const SMALLEST = 0.45

let loading: Promise<Katex> | undefined

/** KaTeX and its style sheet, loaded when the first formula is shown. */
function load(): Promise<Katex> {
  loading ??= Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(([module]) => module.default)
  loading.catch(() => {
    loading = undefined
  })
  return loading
}

/** One displayed formula; until KaTeX is there, and if it cannot be loaded, its source. */
export function Tex({ source }: { source: string }) {
  const place = useRef<HTMLDivElement>(null)
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
    current.style.fontSize = ''
    katex.render(source, current, { displayMode: true, throwOnError: false })
    // A long formula is written smaller rather than cut.
    const fits = current.clientWidth / Math.max(1, current.scrollWidth)
    if (fits < 1) current.style.fontSize = `${Math.max(SMALLEST, 0.98 * fits)}em`
  }, [katex, source])
  return (
    <div className="tex" ref={place}>
      {katex ? null : <code>{source}</code>}
    </div>
  )
}
