/** What a page says to a service worker that waits: it may take the place of the one at work. */
export const TAKE_OVER = 'take over'
