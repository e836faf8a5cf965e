import type { ComponentType } from 'react'
import type { ChosenStudy } from '../../scenario'
import { type Before, deferred } from '../ui/deferred'
import { PanelFace } from './frame/Panel'
import type { PanelPlace } from './frame/place'

/** The code of the panels whose studies a scenario asks for by name, which are named like their studies. */
const PANELS: Readonly<Record<ChosenStudy, ComponentType<PanelPlace & Before>>> = {
  diagonals: deferred(() => import('./diagonals/Panel')),
  variance: deferred(() => import('./variance/Panel')),
  gap: deferred(() => import('./gap/Panel')),
  reshuffled: deferred(() => import('./reshuffled/Panel')),
  intrinsic: deferred(() => import('./intrinsic/Panel')),
  temperature: deferred(() => import('./temperature/Panel')),
  seeds: deferred(() => import('./seeds/Panel')),
  margin: deferred(() => import('./margin/Panel')),
}

/** The panel of the study chosen. */
export default function ChosenPanel(place: PanelPlace) {
  const Panel = PANELS[place.name as ChosenStudy]
  return <Panel before={<PanelFace {...place} />} {...place} />
}
