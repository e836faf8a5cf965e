import type { Scope } from '../../store'
import { isFree } from '../shortcuts'
import { toggleTheme } from '../theme'

const USES_ARROWS = 'input, canvas, [role=slider], [role=tab], [role=menu], [data-own-keys]'

/** The keys of the page that mean something over measurements: checkpoints forwards and back, theme, presentation, help. */
export function onMeasuredKey(event: KeyboardEvent, scope: Scope, openHelp: () => void): void {
  if (!isFree(event)) return
  const { target, key } = event
  const arrows = !(target instanceof Element && target.closest(USES_ARROWS))
  const { present } = scope.store.getState().scenario.view
  const actions: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowRight: arrows ? () => scope.stepOnce(1) : undefined,
    ArrowLeft: arrows ? () => scope.stepOnce(-1) : undefined,
    t: toggleTheme,
    p: () => scope.set('present', present === 'on' ? 'off' : 'on'),
    '?': openHelp,
  }
  const act = actions[key] ?? actions[key.toLowerCase()]
  if (!act) return
  event.preventDefault()
  act()
}
