import type { Arrangement, PanelName } from './frame/place'

/**
 * Panels as `view.panels` arranges them: those that it names, in its order, on the page, all others in the drawer. What was
 * asked for by a setting of its own leads unless it is named, with a minus where it is to lie in the drawer. All are on the page
 * where none of them is named.
 */
export function arranged<P extends PanelName>(panels: readonly P[], text: string): Arrangement<P> {
  const names = text.split(',')
  const wanted = panels.filter(({ name, asked }) => asked && !names.includes(name) && !names.includes(`-${name}`))
  const named = names.flatMap(name => panels.filter(panel => panel.name === name))
  const shown = named.length > 0 ? [...new Set([...wanted, ...named])] : panels
  const sharing = shown.filter(({ shares }) => shares)
  const places = shown.flatMap(panel => (!panel.shares ? [[panel]] : panel === sharing[0] ? [sharing] : []))
  return { places, rest: panels.filter(panel => !shown.includes(panel)) }
}
