/** Bytes with two or three digits: "12 kB", "3.4 MB". */
export function sizeText(bytes: number): string {
  const [unit, size] = (bytes < 999_500 ? ['kB', 1e3] : bytes < 999.5e6 ? ['MB', 1e6] : ['GB', 1e9]) as [string, number]
  const value = bytes / size
  return `${value < 10 && unit !== 'kB' ? value.toFixed(1) : Math.max(1, Math.round(value))} ${unit}`
}

/** When something was kept, in the reader's time: "30 Nov 2026, 04:51". */
export function dateText(iso: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? iso : date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
}

/** "1 is kept", "3 are kept"; with another word in the place of kept, that. */
export const countText = (count: number, what = 'kept') => `${count} ${count === 1 ? 'is' : 'are'} ${what}`

/** Why something is not kept, and what can be done about it. */
export function notKeptText(why: string): string {
  const remedy = why.includes('full')
    ? 'Delete what is no longer needed, or export it to a file first.'
    : 'Allow this page to store data and try again. Until then Share has the link of the run, and Export its numbers.'
  return `Nothing was kept: this browser says that ${why}. ${remedy}`
}

/** "sweep of 24 runs", "sweep, 7 of 24 runs". */
export const sweepText = ({ done, runs }: { readonly done: number; readonly runs: number }) =>
  done === runs ? `sweep of ${runs} runs` : `sweep, ${done} of ${runs} runs`
