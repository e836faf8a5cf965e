import { readTheme } from '../../../charts'
import { csv } from '../../../lib/csv'
import { download } from '../../download'
import type { View } from '../reading/view'
import { fileOf } from './figure'
import type { ChartHost } from './host'
import { type AnyPanel, headingOf } from './spec'

interface Named {
  readonly name: string
  readonly title: string
  readonly spec: AnyPanel
}

/** Hands a panel's picture or its numbers to the browser as a file. */
export async function saveFile(
  { name: panel, title, spec }: Named,
  view: View,
  host: ChartHost,
  kind: 'png' | 'svg' | 'csv',
): Promise<void> {
  const name = `noisescope-${panel}-${view.scenario.preset}-step-${view.step}.${kind}`
  if (kind === 'csv') {
    const { header, rows } = await spec.table(view)
    return download(name, csv(header, rows), 'text/csv')
  }
  const { clientWidth, clientHeight } = host.parts.host
  const figure = {
    title: headingOf(title, spec, view),
    subtitle: `${spec.subtitle(view)} · step ${view.step}`,
    theme: readTheme(host.parts.canvas),
    width: clientWidth / host.zoom,
    height: clientHeight / host.zoom,
    chart: host.still.bind(host),
  }
  download(name, await fileOf(figure, kind))
}
