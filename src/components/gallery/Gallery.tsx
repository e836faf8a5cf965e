import './gallery.css'
import { type KeyboardEvent, useDeferredValue, useId, useRef, useState } from 'react'
import { Rich } from '../panels/frame/Rich'
import { useTheme } from '../theme'
import { Modal } from '../ui/Modal'
import { groupsFor } from './search'
import { THUMBNAIL, thumbnailOf } from './thumbnails'
import { verdictsOf } from './verdicts'

interface Props {
  readonly presets: ReadonlyMap<string, { readonly title: string; readonly reading: string }>
  /** The preset on screen. */
  readonly current: string
  readonly onOpen: (id: string) => void
  readonly onClose: () => void
}

/** Where an arrow key leads to among the search field and the cards: the nearest one in that direction. */
function step(from: Element, all: readonly HTMLElement[], key: string): HTMLElement | undefined {
  const a = from.getBoundingClientRect()
  const [ax, ay] = [a.left + a.width / 2, a.top + a.height / 2]
  const dx = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
  const dy = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
  let best: { element: HTMLElement; far: number } | undefined
  for (const element of all) {
    const b = element.getBoundingClientRect()
    const [x, y] = [b.left + b.width / 2 - ax, b.top + b.height / 2 - ay]
    const along = x * dx + y * dy
    if (element === from || along < 8) continue
    const far = along + 3 * Math.abs(dx === 0 ? x : y)
    if (!best || far < best.far) best = { element, far }
  }
  return best?.element
}

/** All presets by what they show: to be searched, and walked through with the arrow keys. */
export default function Gallery({ presets, current, onOpen, onClose }: Props) {
  const [query, setQuery] = useState('')
  const groups = groupsFor(useDeferredValue(query), presets)
  const body = useRef<HTMLDivElement>(null)
  const id = useId()
  const theme = useTheme()
  const open = (preset: string) => {
    onClose()
    onOpen(preset)
  }
  const key = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    const writing = target instanceof HTMLInputElement
    if (event.key === 'Enter' && writing) {
      // What is typed may be ahead of the cards on screen.
      const first = groupsFor(target.value, presets)[0]?.entries[0]
      if (first) open(first.id)
    } else if (event.key.startsWith('Arrow') && !(writing && /Left|Right/.test(event.key))) {
      const all = [...(body.current?.querySelectorAll<HTMLElement>('.gallery-card, .gallery-search') ?? [])]
      const next = step(target, all, event.key)
      next?.focus()
      next?.scrollIntoView({ block: 'nearest' })
    } else return
    event.preventDefault()
  }
  return (
    <Modal title="Scenarios" onClose={onClose} wide>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys go from card to card, each a button of its own */}
      <div ref={body} onKeyDown={key}>
        <input
          className="gallery-search"
          type="search"
          aria-label="Search the scenarios"
          placeholder="Search: escape, digits, Adam, 2/λ₁ …"
          value={query}
          onChange={event => setQuery(event.target.value)}
        />
        <p className="visually-hidden" role="status">
          {groups.reduce((sum, { entries }) => sum + entries.length, 0)} scenarios
        </p>
        <p className="gallery-key">
          ✓ reproduced, ✗ not reproduced, – not testable: what was measured of published claims, each in one setting only.
        </p>
        {groups.length === 0 && <p>No scenario has these words.</p>}
        {groups.map(({ title, says, entries }) => (
          <section key={title} aria-labelledby={`${id}-${title}`}>
            <h3 id={`${id}-${title}`}>{title}</h3>
            <p className="gallery-claim">{says}</p>
            <div className="gallery-cards">
              {entries.map(entry => (
                <button
                  key={entry.id}
                  type="button"
                  className="gallery-card"
                  aria-current={entry.id === current || undefined}
                  onClick={() => open(entry.id)}
                >
                  <img src={thumbnailOf(entry.id, theme)} alt="" loading="lazy" {...THUMBNAIL} />
                  <b>{entry.title}</b>
                  <span>{entry.reading}</span>
                  {verdictsOf(entry.id).map(({ id: claim, mark, short, verdict, measured }) => (
                    <em key={claim} data-verdict={verdict} data-hint={`${verdict}: ${measured}`}>
                      <i aria-hidden="true">{mark}</i>
                      <Rich text={short} />
                      <span className="visually-hidden">: {verdict}</span>
                    </em>
                  ))}
                  <small>{entry.source}</small>
                </button>
              ))}
            </div>
          </section>
        ))}
      </div>
    </Modal>
  )
}
