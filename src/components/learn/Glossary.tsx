import { useDeferredValue, useState } from 'react'
import { Rich } from '../panels/frame/Rich'
import { viewOf } from '../panels/reading/view'
import { useScope, useScopeState, useTraces } from '../scope'
import { liveValue, searchGlossary } from './glossary'

/** Milliseconds for which values stand still, so that they can be read. */
const PAUSE = 1000

/** Every symbol on screen with its meaning and its value for the selected arm, to be searched. */
export function Glossary() {
  const { traces } = useScope()
  const scenario = useScopeState(s => s.scenario)
  const selected = useScopeState(s => s.selectedArm)
  useTraces(() => Math.floor(performance.now() / PAUSE))
  const [query, setQuery] = useState('')
  const found = searchGlossary(useDeferredValue(query))
  const view = viewOf(traces, scenario, selected)
  return (
    <>
      <input
        className="glossary-search"
        type="search"
        aria-label="Search the glossary"
        placeholder="Search: μ, sharpness, certificate, lambda …"
        value={query}
        onChange={event => setQuery(event.target.value)}
      />
      <p className="visually-hidden" role="status">
        {found.length} entries
      </p>
      {found.length === 0 && <p>No entry has these words.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="glossary" aria-label="Glossary" tabIndex={0}>
        <table>
          <tbody>
            {found.map(term => {
              const value = liveValue(term, view)
              return (
                <tr key={`${term.symbols[0]} ${term.name}`}>
                  <th scope="row">
                    <Rich text={term.symbols[0] ?? ''} />
                  </th>
                  <td>
                    {term.name !== term.symbols[0] && (
                      <b>
                        <Rich text={term.name} />:{' '}
                      </b>
                    )}
                    <Rich text={term.meaning} />
                    {value && (
                      <span className="glossary-value">
                        {view.selected?.label}: {value}
                      </span>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </>
  )
}
