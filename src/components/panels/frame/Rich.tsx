/** A token with a slash that is short enough for a line of its own: "2/η", "√(B/μ)/‖G‖_F,". */
const FRACTION = /(\S{0,24}\/\S{1,24})/

/**
 * A line of text in which `_x` is a subscript ("‖G‖_F"); equations, percentages, fractions and grouped digits are not broken over two
 * lines.
 */
export function Rich({ text }: { text: string }) {
  const held = text
    .replace(/ ([=%])/g, '\u00a0$1')
    .replaceAll('= ', '=\u00a0')
    .replaceAll('\u2009', '\u202f')
  return held.split(FRACTION).map((part, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line have no other name
      <span key={i} className="unbroken">
        {subscripted(part)}
      </span>
    ) : (
      subscripted(part)
    ),
  )
}

// biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line have no other name
const subscripted = (text: string) => text.split(/_(.)/).map((part, i) => (i % 2 === 1 ? <sub key={i}>{part}</sub> : part))
