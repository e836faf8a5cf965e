import { useDeferredValue, useEffect, useState, useSyncExternalStore } from 'react'
import { Rich } from '../panels/frame/Rich'
import { Ticker } from '../panels/frame/ticker'
import { viewOf } from '../panels/reading/view'
import { useScope, useScopeState } from '../scope'
import { liveValue, searchGlossary } from './glossary'
import { meaningIn } from './meanings'

/** Milliseconds for which values stand still, so that they can be read. */
const PAUSE = 1000

/** Draws the component anew as rows come, so seldom that they can be read, and with the last of them at last. */
function useCalm(): void {
  const { traces, store } = useScope()
  const [ticker] = useState(() => new Ticker(PAUSE))
  useEffect(() => {
    const stops = [traces.subscribe(() => ticker.flow()), store.subscribe((now, was) => now.status !== was.status && ticker.poke())]
    return () => {
      for (const stop of stops) stop()
      ticker.stop()
    }
  }, [traces, store, ticker])
  useSyncExternalStore(ticker.subscribe, () => ticker.version)
}

/** Every symbol on screen with its meaning and its value for the selected arm, to be searched. */
export function Glossary() {
  const { traces, store } = useScope()
  const scenario = useScopeState(s => s.scenario)
  const selected = useScopeState(s => s.selectedArm)
  useCalm()
  const [query, setQuery] = useState('')
  const found = searchGlossary(useDeferredValue(query), scenario)
  const view = viewOf(traces, scenario, selected)
  const { step, status } = store.getState()
  const bar = { step, running: status === 'running' }
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
              const value = liveValue(term, view, bar)
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
                    <Rich text={meaningIn(term, scenario)} />
                    {value && <span className="glossary-value">{value}</span>}
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
