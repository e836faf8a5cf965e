/** A line of text in which `_x` is a subscript ("‖G‖_F"); equations, percentages and grouped digits are not broken over two lines. */
export function Rich({ text }: { text: string }) {
  const held = text
    .replace(/ ([=%])/g, '\u00a0$1')
    .replaceAll('= ', '=\u00a0')
    .replaceAll('\u2009', '\u202f')
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line have no other name
  return held.split(/_(.)/).map((part, i) => (i % 2 === 1 ? <sub key={i}>{part}</sub> : part))
}
