import { readTheme } from '../../charts'
import { csvOf } from './csv'
import { titleOf } from './curvature'
import { download, fileOf } from './figure'
import type { ChartHost } from './host'
import type { PanelSpec } from './spec'
import type { View } from './view'

/** Hands a panel's picture or its numbers to the browser as a file. */
export async function saveFile(spec: PanelSpec, view: View, host: ChartHost, kind: 'png' | 'svg' | 'csv'): Promise<void> {
  const name = `noisescope-${spec.name}-${view.scenario.preset}-step-${view.step}.${kind}`
  if (kind === 'csv') return download(new Blob([csvOf(spec.table(view))], { type: 'text/csv' }), name)
  const { clientWidth, clientHeight } = host.parts.host
  const figure = {
    title: titleOf(spec, view),
    subtitle: `${spec.subtitle(view)} · step ${view.step}`,
    theme: readTheme(host.parts.canvas),
    width: clientWidth / host.zoom,
    height: clientHeight / host.zoom,
    chart: host.still.bind(host),
  }
  download(await fileOf(figure, kind), name)
}
