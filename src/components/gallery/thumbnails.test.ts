import { expect, it } from 'vitest'
import { PRESETS } from '../../scenario'
import { thumbnailOf } from './thumbnails'

const drawn = Object.keys(import.meta.glob('./thumbnails/*.webp')).map(path => path.replace('./thumbnails/', ''))

it('has a picture of every preset in both themes, and none of others', () => {
  const wanted = [...PRESETS.keys()].flatMap(id => [`${id}-dark.webp`, `${id}-light.webp`])
  expect(drawn.sort()).toEqual(wanted.sort())
  for (const id of PRESETS.keys()) expect(thumbnailOf(id, 'dark')).not.toBe(thumbnailOf(id, 'light'))
  expect(thumbnailOf('no-such-preset', 'dark')).toBeUndefined()
})
