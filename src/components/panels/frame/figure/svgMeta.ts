import type { About } from './about'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escaped = (text: string) => text.replace(/[&<>]/g, c => ESCAPES[c] ?? c)

/** What an SVG says of itself, to stand first in it: title, description, and the same in Dublin Core, which drawing programs read. */
export function svgMeta({ title, parameters, link, software }: About): string {
  const elements = { title, description: parameters, source: link, creator: software }
  const core = Object.entries(elements).map(([name, text]) => `<dc:${name}>${escaped(text)}</dc:${name}>`)
  return [
    `<title>${escaped(title)}</title><desc>${escaped(`${parameters} ${software}: ${link}`)}</desc>`,
    '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    `<rdf:Description rdf:about="">${core.join('')}</rdf:Description></rdf:RDF></metadata>`,
  ].join('')
}
