/** Text in which `_x` is a subscript: "‖G‖_F". */
export function Rich({ text }: { text: string }) {
  if (!text.includes('_')) return text
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line have no other name
  return text.split(/_(.)/).map((part, i) => (i % 2 === 1 ? <sub key={i}>{part}</sub> : part))
}
