/** An SVG drawing as PDF. Fetched when one is saved. */
import { jsPDF } from 'jspdf'
import { svg2pdf } from 'svg2pdf.js'
import type { About } from './about'

/** Points of a CSS pixel. */
const POINTS = 0.75

/** One page of the drawing's size, with what it is about in its information dictionary. */
export async function pdfOf(svg: SVGSVGElement, width: number, height: number, about: About): Promise<Blob> {
  const [w, h] = [width * POINTS, height * POINTS]
  const pdf = new jsPDF({
    unit: 'pt',
    format: [w, h],
    orientation: w > h ? 'landscape' : 'portrait',
    compress: true,
    putOnlyUsedFonts: true,
  })
  pdf.setProperties({ title: about.title, subject: about.parameters, keywords: about.link, creator: about.software })
  await svg2pdf(svg, pdf, { x: 0, y: 0, width: w, height: h })
  return pdf.output('blob')
}
