import { useEffect, useRef } from 'react'
import type { Scope } from '../../../store'
import { latestWins } from '../../../store'
import { useScope } from '../../scope'

/**
 * Asks for something at the present step whenever the run stands elsewhere; one look at a time, and after each a pause of `rest` times what it
 * took, so that the run goes on. `ask` and `put` are those of the first render until `key` is another.
 */
export function useLooks<T>(key: unknown, ask: (scope: Scope) => Promise<T>, put: (scope: Scope, found: T) => void, rest = 0): void {
  const scope = useScope()
  const now = useRef({ ask, put })
  now.current = { ask, put }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key asks anew
  useEffect(() => {
    const { traces } = scope
    const here = () => `${traces.epoch}:${traces.cursor}`
    let asked = ''
    let over = false
    const look = latestWins(async () => {
      const { epoch } = traces
      const began = performance.now()
      // A run that is gone answers nothing: the next one is asked when it is there.
      const found = await now.current.ask(scope).catch(() => undefined)
      if (!over && found !== undefined && traces.epoch === epoch) now.current.put(scope, found)
      const pause = rest * (performance.now() - began)
      if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause))
    })
    const wish = () => {
      if (asked === here()) return
      asked = here()
      void look(undefined)
    }
    wish()
    const leave = traces.subscribe(wish)
    return () => {
      over = true
      leave()
    }
  }, [scope, key, rest])
}
