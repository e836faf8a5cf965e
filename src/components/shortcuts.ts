import type { Scope } from '../store'
import { shortcutsOn } from './shortcutSetting'
import { toggleTheme } from './theme'

/** Elements that use arrow keys, letters or the space bar themselves. */
const TAKES_TEXT = 'input:not([type=range]), textarea, select, [contenteditable]'
const USES_ARROWS = 'input, [role=slider], [role=tab], [role=menu], [role=application], [data-own-keys]'
const TAKES_SPACE = 'button, a, summary, [role=menuitem], [role=menuitemradio]'

interface Dialogs {
  openHelp(): void
  openKept(): void
}

const placeOf = ({ target }: KeyboardEvent) => (target instanceof Element ? target : document.body)

/** Whether a key may act on the page: no text is written with it, nothing is open over the page, and keys are on. */
export function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !shortcutsOn()) return false
  return !placeOf(event).closest(TAKES_TEXT) && !document.querySelector('[role=dialog], [role=menu]')
}

/** Does what a key stands for on the page, where nothing else uses it. */
export function onShortcut(event: KeyboardEvent, scope: Scope, openHelp: () => void, openKept: () => void): void {
  if (!isFree(event)) return
  const action = actionOf(scope, { openHelp, openKept }, event.key, event.shiftKey, placeOf(event))
  if (!action) return
  event.preventDefault()
  action()
}

function actionOf(scope: Scope, { openHelp, openKept }: Dialogs, key: string, shift: boolean, at: Element): (() => void) | null {
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
  if (letter === 'k') return openKept
  if (letter === 'r') return scope.reset
  if (letter === 'n') return scope.newSeed
  if (letter === 't') return toggleTheme
  if (letter === 'p') return () => scope.set('present', scenario.view.present === 'on' ? 'off' : 'on')
  if (letter === 'd') return () => scope.set('dim', scenario.view.dim === '2d' ? '3d' : '2d')
  if (letter === 'b') return () => document.querySelector<HTMLButtonElement>('.branch-button')?.click()
  const arm = /^[1-4]$/.test(key) ? scenario.arms[Number(key) - 1] : undefined
  return arm ? () => scope.selectArm(arm.id) : null
}
