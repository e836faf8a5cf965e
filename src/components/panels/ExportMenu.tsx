import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import type { RefObject } from 'react'
import { readTheme } from '../../charts'
import { useScope } from '../scope'
import { csvOf } from './csv'
import { download, fileOf } from './figure'
import type { ChartHost } from './host'
import type { PanelSpec } from './spec'
import { useStage } from './stage'

/** The picture as PNG or SVG, the numbers as CSV. */
export function ExportMenu({ spec, chart }: { spec: PanelSpec; chart: RefObject<ChartHost | null> }) {
  const stage = useStage()
  const scope = useScope()
  async function save(kind: 'png' | 'svg' | 'csv') {
    const host = chart.current
    if (!host) return
    const { view } = stage
    const name = `noisescope-${spec.name}-${view.scenario.preset}-step-${view.step}.${kind}`
    try {
      if (kind === 'csv') return download(new Blob([csvOf(spec.table(view))], { type: 'text/csv' }), name)
      const { clientWidth, clientHeight } = host.parts.host
      const figure = {
        title: spec.title,
        subtitle: `${spec.subtitle(view)} · step ${view.step}`,
        theme: readTheme(host.parts.canvas),
        width: clientWidth / host.zoom,
        height: clientHeight / host.zoom,
        chart: host.still.bind(host),
      }
      download(await fileOf(figure, kind), name)
    } catch (error) {
      scope.say({ kind: 'error', text: `The file could not be made: ${(error as Error).message}` })
    }
  }
  return (
    <Menu.Root>
      <Menu.Trigger className="panel-button" aria-label={`Export ${spec.title}`} title="Export">
        <Download size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="panel-layer" sideOffset={6} align="end" collisionPadding={8}>
          <Menu.Popup className="panel-popup panel-menu">
            <Menu.Item className="panel-item" onClick={() => save('png')}>
              Picture, PNG
            </Menu.Item>
            <Menu.Item className="panel-item" onClick={() => save('svg')}>
              Picture, SVG
            </Menu.Item>
            <Menu.Item className="panel-item" onClick={() => save('csv')}>
              Numbers, CSV
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
