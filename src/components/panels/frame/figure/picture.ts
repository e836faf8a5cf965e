import { DARK, LIGHT, readTheme, type Theme } from '../../../../charts'
import { encodeLink } from '../../../../scenario'
import { atStep } from '../../../atStep'
import type { View } from '../../reading/view'
import type { ChartHost } from '../host'
import { type AnyPanel, headingOf } from '../spec'
import { type About, aboutOf } from './about'
import { type Composed, compose } from './compose'
import { type FigureSettings, PROPORTIONS } from './settings'

/** A panel as a file knows it. */
export interface Pictured {
  readonly name: string
  readonly title: string
  readonly spec: AnyPanel
}

export interface Picture {
  readonly composed: Composed
  readonly about: About
  readonly theme: Theme
}

const EDGES = 32

/** Width of the picture as its chart is on screen, CSS pixels. */
export const widthOnScreen = (host: ChartHost) => Math.round(host.parts.host.clientWidth / host.zoom) + EDGES

/** The address that opens on what is on screen; '' of measurements, which no address can hold. */
const linkOf = ({ scenario, step, traces }: View) =>
  traces.measured ? '' : `${location.href.replace(/[?#].*/, '')}#${encodeLink(atStep(scenario, step))}`

/** The picture of a panel at this moment, laid out by its settings. */
export function pictureOf({ title, spec }: Pictured, view: View, host: ChartHost, settings: FigureSettings): Picture {
  const { clientWidth, clientHeight } = host.parts.host
  const theme = settings.theme === 'screen' ? readTheme(host.parts.canvas) : settings.theme === 'dark' ? DARK : LIGHT
  const heading = headingOf(title, spec, view)
  const about = aboutOf(heading, view, linkOf(view))
  const ruler = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D
  const composed = compose(ruler, {
    title: settings.title ? heading : '',
    subtitle: settings.title ? `${spec.subtitle(view)} · step ${view.step}` : '',
    key: spec.key?.(view) ?? [],
    caption: settings.caption ? [`${heading}. ${about.parameters} ${about.software}.`] : [],
    link: settings.caption ? about.link : '',
    theme,
    width: settings.width ?? widthOnScreen(host),
    proportions: PROPORTIONS[settings.proportions] ?? clientHeight / Math.max(1, clientWidth),
    chart: host.still.bind(host),
  })
  return { composed, about, theme }
}
