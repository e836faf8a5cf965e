/** Kept runs that lie beside the one on screen are there again after a reload of the tab. */
import type { Scope } from '../../store'

const KEY = 'beside'

function remembered(): readonly string[] {
  try {
    const ids: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]')
    return Array.isArray(ids) ? ids.filter(id => typeof id === 'string') : []
  } catch {
    return []
  }
}

/** Lays the runs beside the one on screen that lay there before the reload, and remembers from now on which do. */
export async function besideAgain(scope: Scope): Promise<void> {
  const ids = remembered()
  if (ids.length > 0) {
    const { layBeside } = await import('./actions')
    // One that is no longer kept is left out.
    for (const id of ids) await layBeside(scope, id, true)
  }
  scope.store.subscribe(({ compared }, before) => {
    if (compared === before.compared) return
    try {
      sessionStorage.setItem(KEY, JSON.stringify(compared.map(({ id }) => id)))
    } catch {
      // Without storage they lie there until the page is left.
    }
  })
}
