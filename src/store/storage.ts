/** A browser's storage may be full, closed or silent: how long an answer is waited for, and what is said. */

/** Milliseconds after which a storage that does not answer counts as closed: it must not hold up the page. */
export const SILENCE = 5000

/** Resolves like `answer`, or rejects after a silence. */
export function within<T>(answer: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException('no answer', 'TimeoutError')), ms)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** Why a storage keeps or gives nothing, by the name of its error, in words that end a sentence. */
export function whyClosed(name: string): string {
  if (name === 'QuotaExceededError') return 'its storage is full'
  return name === 'TimeoutError' ? 'its storage does not answer' : 'its storage is closed to this page'
}
