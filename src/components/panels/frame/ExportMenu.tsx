import { Download } from 'lucide-react'
import type { RefObject } from 'react'
import { useScope } from '../../scope'
import { LazyMenu } from '../../ui/LazyMenu'
import { embedCode } from './embedCode'
import type { ChartHost } from './host'
import type { AnyPanel } from './spec'
import { useStage } from './stage'

const FILES = [
  ['png', 'Picture, PNG'],
  ['svg', 'Picture, SVG'],
  ['csv', 'Numbers, CSV'],
] as const

interface Props {
  readonly name: string
  readonly title: string
  readonly spec: AnyPanel
  readonly chart: RefObject<ChartHost | null>
}

/** The picture as PNG or SVG, the numbers as CSV, and the panel as a frame for another page. */
export function ExportMenu({ name, title, spec, chart }: Props) {
  const stage = useStage()
  const scope = useScope()
  async function save(kind: 'png' | 'svg' | 'csv') {
    const host = chart.current
    if (!host) return
    try {
      const { saveFile } = await import('./saveFile')
      await saveFile({ name, title, spec }, stage.view, host, kind)
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
    <LazyMenu
      label={`Export ${title}`}
      className="panel-button"
      aria-label={`Export ${title}`}
      data-hint="Export the picture or its numbers"
      align="end"
      face={<Download size={14} aria-hidden />}
      items={({ Item }) => (
        <>
          {FILES.map(([kind, text]) => (
            <Item key={kind} className="menu-item plain" onClick={() => save(kind)}>
              <span className="menu-label">{text}</span>
            </Item>
          ))}
          <Item className="menu-item plain" onClick={copyFrame}>
            <span className="menu-label">Frame for a web page, copied as HTML</span>
          </Item>
        </>
      )}
    />
  )
}
