/** A composed picture as a file of a format, with what it is about in its metadata. */
import { exportPng } from '../../../../charts'
import type { About } from './about'
import type { Composed } from './compose'
import { pngWith } from './pngMeta'
import { type FigureSettings, PER_UNIT } from './settings'
import { svgMeta } from './svgMeta'

export interface Written {
  readonly file: Blob
  /** Characters that have no outline in the fonts of the file. */
  readonly missing: string
}

type Look = Pick<FigureSettings, 'format' | 'unit' | 'scale'>

/** The picture as a file; `background` is the colour of the paper. */
export async function written(composed: Composed, about: About, { format, unit, scale }: Look, background: string): Promise<Written> {
  if (format === 'png') return { file: await png(composed, about, Number(scale), background), missing: '' }
  const { width, height, draw } = composed
  const [{ outlinedSvg }, { faces }] = await Promise.all([import('../../../../charts/outlined'), import('./faces')])
  const { svg, missing } = outlinedSvg(draw, width, height, { faces: await faces(), background })
  if (format === 'pdf') return { file: await (await import('./pdf')).pdfOf(svg, width, height, about), missing }
  const size = (px: number) => (unit === 'mm' ? `${(px / PER_UNIT.mm).toFixed(2)}mm` : String(px))
  svg.setAttribute('width', size(width))
  svg.setAttribute('height', size(height))
  const text = new XMLSerializer().serializeToString(svg).replace(/^<svg[^>]*>/, open => open + svgMeta(about))
  return { file: new Blob([text], { type: 'image/svg+xml' }), missing }
}

async function png({ draw, width, height }: Composed, about: About, scale: number, background: string): Promise<Blob> {
  const plain = await exportPng(draw, width, height, scale, background)
  const texts = { Title: about.title, Description: about.parameters, Software: about.software, Link: about.link }
  const perMetre = PER_UNIT.mm * 1000 * scale
  return new Blob([pngWith(new Uint8Array(await plain.arrayBuffer()), texts, perMetre)], { type: 'image/png' })
}
