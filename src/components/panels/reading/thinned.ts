/** At most `most` of `count` rows: every so many-th one from the newest back, since more than there are pixels would only cost time. */
export function thinned(count: number, most: number): Int32Array {
  const stride = Math.max(1, Math.ceil(count / most))
  const length = Math.ceil(count / stride)
  return Int32Array.from({ length }, (_, i) => count - 1 - (length - 1 - i) * stride)
}
