import type { ThemeName } from '../theme'

/** Drawn by `npm run thumbnails`. */
const ADDRESSES: Readonly<Record<string, string>> = import.meta.glob('./thumbnails/*.webp', {
  eager: true,
  query: '?url',
  import: 'default',
})

/** Size of the pictures in pixels. */
export const THUMBNAIL = { width: 312, height: 150 }

/** The address of a preset's lead figure at the end of its run; undefined where it has not been drawn. */
export const thumbnailOf = (preset: string, theme: ThemeName): string | undefined => ADDRESSES[`./thumbnails/${preset}-${theme}.webp`]
