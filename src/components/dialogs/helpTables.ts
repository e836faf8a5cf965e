/** The page’s keys, as the help lists them. */

export const KEYS: readonly (readonly [string, string])[] = [
  ['space', 'play or pause'],
  ['→ or .', 'one step'],
  ['shift →', 'ten steps'],
  ['R', 'reset to step 0, with the recorded changes at their steps'],
  ['N', 'new seed'],
  ['B', 'branch from the step on screen: one more arm with another setting from there'],
  ['← → on a mark', 'moves that recorded change, with shift further; Delete removes it'],
  ['1 … 4', 'choose the arm to edit'],
  ['K', 'what is kept: keep this run, lay kept ones beside it'],
  ['T', 'light or dark theme'],
  ['P', 'presentation: text and strokes for a projector, without the controls'],
  ['D', 'landscape in 2D or 3D'],
  ['V', 'landscape, or sharp against flat, of an escape'],
  ['[ and ]', 'the panel that holds the focus, earlier or later among the others'],
  ['H', 'hides that panel'],
  ['?', 'this page'],
]
