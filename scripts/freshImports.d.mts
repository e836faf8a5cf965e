import type { Plugin } from 'vite'

/** Parts of the page that could not be fetched are asked for anew, under a name that the browser has not given up. */
export function freshImports(): Plugin
