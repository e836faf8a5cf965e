import { useRef, useState } from 'react'
import { encodeLink } from '../../scenario'
import { atStep } from '../atStep'
import { CopyButton } from '../dialogs/CopyButton'
import { useScope } from '../scope'
import { bibtexOf, SOURCES } from './citation'

const Elsewhere = ({ url, children }: { url: string; children: string }) => (
  <a href={url} target="_blank" rel="noreferrer">
    {children}
  </a>
)

/** "Mingze Wang and Lei Wu" → "Wang & Wu". */
const family = (author: string) =>
  author
    .split(' and ')
    .map(name => name.split(' ').at(-1))
    .join(' & ')

/** What to cite: the sources, and BibTeX with the link and the version of the run that was on screen. */
export function Cite() {
  const { store } = useScope()
  const field = useRef<HTMLTextAreaElement>(null)
  const [all, setAll] = useState(false)
  // Of one moment, so that the text stands still while the run goes on.
  const [run] = useState(() => {
    const { scenario, step, fingerprint } = store.getState()
    return { address: `${location.href.split('#')[0]}#${encodeLink(atStep(scenario, step))}`, step, fingerprint }
  })
  return (
    <>
      <ul>
        {SOURCES.map(({ key, author, title, year, url, gives, also, fields }) => (
          <li key={key}>
            {family(author)}, “{title}”, <Elsewhere url={url}>{fields.eprint ? `arXiv ${fields.eprint}` : `JMLR ${year}`}</Elsewhere>
            {also && (
              <>
                , <Elsewhere url={also.url}>{also.text}</Elsewhere>
              </>
            )}
            : {gives}.
          </li>
        ))}
      </ul>
      <p>BibTeX with the link that reproduces this run, and the version of the page:</p>
      <textarea ref={field} className="share-json cite-text" readOnly rows={9} aria-label="BibTeX" value={bibtexOf(run, all)} />
      <div className="share-row end">
        <label className="check">
          <input type="checkbox" checked={all} onChange={event => setAll(event.target.checked)} />
          All four sources
        </label>
        <CopyButton from={field}>Copy BibTeX</CopyButton>
      </div>
    </>
  )
}
