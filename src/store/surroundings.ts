import type { Client } from '../workers/client'
import type { Push } from '../workers/protocol'

/** The page's address bar, injected so that tests need no browser. */
export interface LinkBar {
  write(fragment: string, mode: 'replace' | 'push'): void
}

/** What the store needs of the page around it. */
export interface Surroundings {
  /** Makes the client; `onPush` and `onCrash` are to be called for what the worker says by itself. */
  connect(onPush: (push: Push) => void, onCrash: (why: string) => void): Client
  readonly link: LinkBar
  now(): number
}
