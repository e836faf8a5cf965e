/** A text as a message shows it: of a long one its two ends, `most` characters in all. */
export function shortened(text: string, most = 80): string {
  const half = (most - 1) / 2
  return text.length <= most ? text : `${text.slice(0, Math.ceil(half))}…${text.slice(text.length - Math.floor(half))}`
}
