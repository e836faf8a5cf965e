import { CLAIMS, type Claim } from './claims'

/** What the gallery knows of a preset. */
export interface Entry {
  readonly id: string
  readonly title: string
  readonly reading: string
  readonly source: string
}

/** A claim with those of its presets that were asked for. */
export interface Group extends Pick<Claim, 'title' | 'says'> {
  readonly entries: readonly Entry[]
}

/** The claims with the presets in which every word of a query occurs, or in whose claim it does; all for an empty one. */
export function groupsFor(query: string, presets: ReadonlyMap<string, { readonly title: string; readonly reading: string }>): Group[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return CLAIMS.flatMap(claim => {
    const entries = Object.entries(claim.presets).flatMap(([id, source]): Entry[] => {
      const preset = presets.get(id)
      if (!preset) return []
      const text = [id, preset.title, preset.reading, source, claim.title, claim.says].join(' ').toLowerCase()
      return words.every(word => text.includes(word)) ? [{ id, title: preset.title, reading: preset.reading, source }] : []
    })
    return entries.length > 0 ? [{ title: claim.title, says: claim.says, entries }] : []
  })
}

const SOURCES = new Map(CLAIMS.flatMap(({ presets }) => Object.entries(presets)))

/** The source of a preset's claim or setting; '' for one that there is not. */
export const sourceOf = (id: string): string => SOURCES.get(id) ?? ''
