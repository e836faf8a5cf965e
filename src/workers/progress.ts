import { REPORT_MS } from './pace'
import type { Push } from './protocol'
import type { Activity } from './ticker'

/** What takes no longer than this is not worth a word. */
const WORTH_SAYING_MS = 300

/** Tells the page how far that is which takes long: to be called now and then with what goes on at present. */
export function progressReports(now: () => number, push: (message: Push) => void) {
  let said: { readonly what: string; readonly at: number } | null = null
  return (current: Activity | null | undefined): void => {
    const time = now()
    const long = current && time - current.since >= WORTH_SAYING_MS ? current : null
    if (said && said.what !== long?.what) {
      push({ type: 'progress', what: said.what, done: 1, total: 1 })
      said = null
    }
    if (!long || (said && time - said.at < REPORT_MS)) return
    said = { what: long.what, at: time }
    push({ type: 'progress', what: long.what, done: Math.min(long.share, 0.99), total: 1, ms: time - long.since })
  }
}
