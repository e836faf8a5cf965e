import { Panel, type PanelProps } from './Panel'
import { LAYERS } from './specs/layers'

/** The panel of layers, fetched when a run has several. */
export default function LayersPanel(props: Omit<PanelProps, 'spec'>) {
  return <Panel spec={LAYERS} {...props} />
}
