import { encodeLink, type Scenario } from '../../../scenario'
import { atStep } from '../../atStep'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;' }
const attribute = (text: string) => text.replace(/[&"<]/g, c => ESCAPES[c] ?? c)

/** HTML of a frame that plays a panel of a scenario in another page; `page` is the address of this one, without query and fragment. */
export function embedCode(page: string, panel: string, title: string, scenario: Scenario): string {
  const address = `${page}?embed=1&panel=${panel}#${encodeLink(atStep(scenario, 0))}`
  const style = 'width: 100%; height: 420px; border: 1px solid #ccc; border-radius: 8px'
  return `<iframe src="${attribute(address)}" title="${attribute(`Noisescope: ${title}`)}" style="${style}" loading="lazy"></iframe>`
}
