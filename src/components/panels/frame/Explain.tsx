import { Rich } from './Rich'
import type { PanelSpec } from './spec'
import { useLive, useStage } from './stage'
import { Tex } from './Tex'

/** The paragraphs and formulas of a panel, kept up to date while they are open. */
export function Explain({ spec }: { spec: PanelSpec }) {
  const stage = useStage()
  useLive(() => stage.texts.version)
  const { text, formulas } = spec.explain(stage.view)
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
          <Tex source={tex} />
          {says && <span className="explain-says">{says}</span>}
        </div>
      ))}
    </div>
  )
}
