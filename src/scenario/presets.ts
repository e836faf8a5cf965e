import { ENSEMBLES } from './presets/ensembles'
import { ESCAPE } from './presets/escape'
import { FLATNESS } from './presets/flatness'
import { LINEAR } from './presets/linear'
import { loadPresets } from './presets/loaded'
import { NETWORKS } from './presets/networks'
import { PLANAR } from './presets/planar'

export { OPENING_PRESET, type Preset } from './presets/loaded'

/**
 * All presets by id, in the order of the menu. Marked pure so that what does not ask for them, the page's first picture and
 * the workers, leaves their recipes out.
 */
export const PRESETS = /* @__PURE__ */ loadPresets({ ...ESCAPE, ...ENSEMBLES, ...LINEAR, ...NETWORKS, ...FLATNESS, ...PLANAR })
