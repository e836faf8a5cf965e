import { useEffect, useMemo, useState } from 'react'
import { later } from '../../ui/deferred'
import type { Explanation } from '../reading/readout'
import { Rich } from './Rich'
import type { AnyPanel } from './spec'
import { useLive, useStage } from './stage'
import { Tex } from './Tex'

const NOTHING: Explanation = { text: [], formulas: [] }

/** The paragraphs and formulas of a panel, kept up to date while they are open. */
export function Explain({ spec }: { spec: AnyPanel }) {
  const stage = useStage()
  const version = useLive(() => stage.texts.version)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is another one with every version
  const found = useMemo(() => spec.explain(stage.view), [spec, stage, version])
  const [fetched, setFetched] = useState<Explanation>()
  useEffect(() => {
    if (!(found instanceof Promise)) return
    // What could not be fetched is said, and tried again.
    found.catch(() => later(async () => spec.explain(stage.view))).then(setFetched)
  }, [found, spec, stage])
  const { text, formulas } = found instanceof Promise ? (fetched ?? NOTHING) : found
  return (
    <div className="explain-body">
      {text.filter(Boolean).map(paragraph => (
        <p key={paragraph.slice(0, 40)}>
          <Rich text={paragraph} />
        </p>
      ))}
      {formulas.map(({ tex, says }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a formula is known by its place, its values change
        <div key={i} className="explain-formula">
          <Tex source={tex} {...(spec.symbols && { symbols: spec.symbols })} />
          {says && <span className="explain-says">{says}</span>}
        </div>
      ))}
    </div>
  )
}
