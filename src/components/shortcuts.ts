import type { Scope } from '../store'
import { shortcutsOn } from './shortcutSetting'
import { toggleTheme } from './theme'

/** Elements that use arrow keys, letters or the space bar themselves. */
const TAKES_TEXT = 'input:not([type=range]), textarea, select, [contenteditable]'
const USES_ARROWS = 'input, [role=slider], [role=tab], [role=menu], [role=application], [data-own-keys]'
const TAKES_SPACE = 'button, a, summary, [role=menuitem], [role=menuitemradio]'

/** Does what a key stands for on the page, where nothing else uses it. */
export function onShortcut(event: KeyboardEvent, scope: Scope, openHelp: () => void): void {
  const { key, target } = event
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !shortcutsOn()) return
  const at = target instanceof Element ? target : document.body
  if (at.closest(TAKES_TEXT) || document.querySelector('[role=dialog], [role=menu]')) return
  const action = actionOf(scope, openHelp, key, event.shiftKey, at)
  if (!action) return
  event.preventDefault()
  action()
}

function actionOf(scope: Scope, openHelp: () => void, key: string, shift: boolean, at: Element): (() => void) | null {
  const { status, scenario } = scope.store.getState()
  if (key === ' ') {
    if (at.closest(TAKES_SPACE)) return null
    return status === 'running' || status === 'loading' ? scope.pause : scope.play
  }
  if (key === 'ArrowRight') return at.closest(USES_ARROWS) ? null : () => scope.stepOnce(shift ? 10 : 1)
  if (key === '.') return () => scope.stepOnce()
  if (key === '>') return () => scope.stepOnce(10)
  if (key === '?') return openHelp
  const letter = key.toLowerCase()
  if (letter === 'r') return scope.reset
  if (letter === 'n') return scope.newSeed
  if (letter === 't') return toggleTheme
  const arm = /^[1-4]$/.test(key) ? scenario.arms[Number(key) - 1] : undefined
  return arm ? () => scope.selectArm(arm.id) : null
}
