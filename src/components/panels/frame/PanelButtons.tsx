import type { RefObject } from 'react'
import { embedded } from '../../embedded'
import { ArrangeMenu } from './arrange/ArrangeMenu'
import { AxesMenu } from './axes/AxesMenu'
import { ExplainButton } from './ExplainButton'
import { ExportMenu } from './ExportMenu'
import type { ChartHost } from './host'
import { MaximiseButton } from './MaximiseButton'
import type { PanelPlace } from './place'
import type { AnyPanel } from './spec'

interface Props extends Pick<PanelPlace, 'name' | 'title' | 'maximised' | 'onMaximise' | 'arrangement'> {
  readonly spec: AnyPanel
  readonly chart: RefObject<ChartHost | null>
}

/** The buttons that every panel has. Fetched after the first picture. */
export default function PanelButtons({ name, title, maximised, onMaximise, arrangement, spec, chart }: Props) {
  return (
    <>
      <ExplainButton title={title} spec={spec} />
      {spec.timed && <AxesMenu name={name} title={title} timed={spec.timed} chart={chart} />}
      <ExportMenu name={name} title={title} spec={spec} chart={chart} />
      {embedded === null && (
        <>
          {!maximised && <ArrangeMenu name={name} title={title} arrangement={arrangement} />}
          <MaximiseButton title={title} maximised={maximised} onChange={on => onMaximise(on ? name : null)} />
        </>
      )}
    </>
  )
}
