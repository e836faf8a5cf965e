import type { Plugin } from 'vite'

/** Plugin that puts those pages of docs/ that belong to the built page beside it. */
export function documents(): Plugin
