import { Download } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { useScope } from '../../scope'
import { deferred } from '../../ui/deferred'
import { LazyMenu } from '../../ui/LazyMenu'
import { embedCode } from './embedCode'
import type { ChartHost } from './host'
import type { NumbersKind } from './saveFile'
import type { AnyPanel } from './spec'
import { useStage } from './stage'

const FigureDialog = deferred(() => import('./figure/FigureDialog'))

interface Props {
  readonly name: string
  readonly title: string
  readonly spec: AnyPanel
  readonly chart: RefObject<ChartHost | null>
}

/** The picture as SVG, PDF or PNG, the numbers as CSV, and the panel as a frame for another page. */
export function ExportMenu({ name, title, spec, chart }: Props) {
  const stage = useStage()
  const scope = useScope()
  const [pictured, setPictured] = useState<ChartHost | null>(null)
  async function save(what: NumbersKind) {
    try {
      const { saveNumbers } = await import('./saveFile')
      if (!(await saveNumbers(name, title, spec, stage.view, what))) scope.say({ kind: 'notice', text: 'There are no numbers yet.' })
    } catch (error) {
      scope.say({ kind: 'error', text: `The file could not be created: ${(error as Error).message}` })
    }
  }
  async function copyFrame() {
    const code = embedCode(location.href.replace(/[?#].*/, ''), name, title, scope.store.getState().scenario)
    try {
      await navigator.clipboard.writeText(code)
      scope.say({ kind: 'notice', text: `The HTML of a frame with ${title} is copied.` })
    } catch {
      scope.say({ kind: 'notice', text: `This browser lets no page copy. The HTML of the frame: ${code}` })
    }
  }
  return (
    <>
      <LazyMenu
        label={`Export ${title}`}
        className="panel-button"
        aria-label={`Export ${title}`}
        data-hint="Export the picture or its numbers"
        align="end"
        face={<Download size={14} aria-hidden />}
        items={({ Item }) => (
          <>
            <Item className="menu-item plain" onClick={() => setPictured(chart.current)}>
              <span className="menu-label">Picture: SVG, PDF or PNG …</span>
            </Item>
            <Item className="menu-item plain" onClick={() => save('csv')}>
              <span className="menu-label">Numbers, CSV</span>
            </Item>
            <Item className="menu-item plain" onClick={() => save('pgfplots')}>
              <span className="menu-label">Numbers for pgfplots</span>
            </Item>
            <Item className="menu-item plain" onClick={() => save('latex')}>
              <span className="menu-label">Table for LaTeX</span>
            </Item>
            {spec.grid && (
              <Item className="menu-item plain" onClick={() => save('grid')}>
                <span className="menu-label">Loss on the grid, CSV</span>
              </Item>
            )}
            {stage.view.traces.measured ? null : (
              <Item className="menu-item plain" onClick={copyFrame}>
                <span className="menu-label">Frame for a web page, copied as HTML</span>
              </Item>
            )}
          </>
        )}
      />
      {pictured && <FigureDialog {...{ name, title, spec }} chart={pictured} onClose={() => setPictured(null)} />}
    </>
  )
}
