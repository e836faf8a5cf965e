/** The page’s keys, as the help lists them. */

export const KEYS: readonly (readonly [string, string])[] = [
  ['space', 'play or pause'],
  ['→ or .', 'one step'],
  ['shift →', 'ten steps'],
  ['R', 'reset to step 0, with the recorded changes at their steps'],
  ['N', 'new seed'],
  ['1 … 4', 'choose the arm to edit'],
  ['T', 'light or dark theme'],
  ['P', 'presentation: text and strokes for a projector, without the controls'],
  ['D', 'landscape in 2D or 3D'],
  ['V', 'landscape, or sharp against flat, of an escape'],
  ['[ and ]', 'the panel that holds the focus, earlier or later among the others'],
  ['H', 'hides that panel'],
  ['?', 'this page'],
]
