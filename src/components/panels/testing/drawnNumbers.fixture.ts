/** Of what charts are told: looks, words, what belongs to the page; changes of settings, which are the link's; axes. */
const NOT_NUMBERS = new Set([
  ...[
    'color',
    'arm',
    'interceptError',
    'slopeError',
    'count',
    'r2',
    'colors',
    'label',
    'title',
    'names',
    'tokens',
    'dash',
    'width',
    'tone',
    'previous',
    'cursor',
    'mark',
    'selected',
    'clock',
    'core',
    'labels',
  ],
  ...[
    'events',
    'stepped',
    'time',
    'xDomain',
    'yDomain',
    'yLimit',
    'yHint',
    'range',
    'smooth',
    'rateDomain',
    'rateTop',
    'rateLimit',
    'rateRange',
    'stripHeight',
  ],
  ...[
    'rows',
    'columns',
    'nx',
    'ny',
    'k',
    'at',
    'view',
    'magnification',
    'floor',
    'previousRate',
    'second',
    'off',
    'grid',
    'unity',
    'border',
  ],
])

/** Every number in what a chart was told; of columns as many as it was told to draw. */
export function numbersIn(told: unknown, keep: ReadonlySet<string>, length = Number.POSITIVE_INFINITY): number[] {
  if (typeof told === 'number') return [told]
  if (ArrayBuffer.isView(told)) return [...(told as Float64Array)].slice(0, length)
  if (Array.isArray(told))
    return told.slice(0, told.every(v => typeof v === 'number') ? length : undefined).flatMap(v => numbersIn(v, keep, length))
  if (typeof told !== 'object' || told === null) return []
  const own = 'length' in told && typeof told.length === 'number' ? told.length : Number.POSITIVE_INFINITY
  return Object.entries(told).flatMap(([key, value]) =>
    key === 'length' || (NOT_NUMBERS.has(key) && !keep.has(key)) ? [] : numbersIn(value, keep, own),
  )
}
