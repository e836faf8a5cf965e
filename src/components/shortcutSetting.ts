/** The user’s choice whether single keys are shortcuts, kept in this browser. */

const KEY = 'shortcuts'
let on = true
try {
  on = localStorage.getItem(KEY) !== 'off'
} catch {
  // Without storage they are on.
}

/** Whether single keys are shortcuts: who speaks to the computer, or presses keys by accident, can turn them off. */
export const shortcutsOn = () => on

export function setShortcuts(next: boolean): void {
  on = next
  try {
    localStorage.setItem(KEY, next ? 'on' : 'off')
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
