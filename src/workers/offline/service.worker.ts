/// <reference lib="webworker" />
/**
 * Keeps the page in this browser: all files of its build are fetched once and served from there, so that it opens without a
 * network. `scripts/offline.mjs` builds it into `sw.js` with the list of the files; `src/keepOffline.ts` starts it. A newer one
 * waits until no page uses the older, or until a page says that the user wants it. The first one serves pages that are opened
 * after it began: it takes over none that is open, because in Firefox a page that is just being taken over can lose the start of a worker.
 */
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching'
import { collected } from './collected'
import { TAKE_OVER } from './takeOver'

declare const self: ServiceWorkerGlobalScope
declare const FILES: readonly { readonly url: string; readonly revision: string | null }[]

self.addEventListener('message', ({ data }) => {
  if (data === TAKE_OVER) void self.skipWaiting()
})
cleanupOutdatedCaches()
addPlugins([collected()])
precacheAndRoute([...FILES], { ignoreURLParametersMatching: [/./] })
