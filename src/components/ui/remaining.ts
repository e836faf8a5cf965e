/** "40 % · 3 s left": a share of the work that began at `since`, in milliseconds of performance.now(). */
export function progressText(share: number, since: number): string {
  const left = share > 0.02 ? ((performance.now() - since) * (1 - share)) / share / 1000 : Number.NaN
  const time = Number.isNaN(left)
    ? ''
    : left < 1
      ? ' · under a second left'
      : ` · ${left < 100 ? Math.ceil(left) : Math.ceil(left / 60)} ${left < 100 ? 's' : 'min'} left`
  return `${Math.round(100 * share)} %${time}`
}
