/** What is fetched for links that readable fields do not suffice for, or that cannot be read as a whole. */
import { loadedPresets, packFields, pastedFields, type Salvaged, salvageLink } from '../scenario'

export { packFields, pastedFields, salvageLink }

/** What is said of a link whose fields cannot all be read. */
export function unread({ problems: [first, ...others], scenario, some }: Salvaged): string {
  const title = loadedPresets().get(scenario.preset)?.title ?? scenario.preset
  const more = others.length > 0 ? `, and ${others.length} more` : ''
  const shown = some ? `The rest of it is shown, on the preset “${title}”` : `The preset “${title}” is shown instead`
  return `This link could not be read: ${first?.message}${more}. ${shown}; the address stays as it is until you change something.`
}
