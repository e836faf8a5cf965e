import { useEffect } from 'react'
import { useStore } from 'zustand'
import { openPlace, openTabs } from '../../store/kept/place'
import { createShelf, type Shelf, type ShelfState } from '../../store/kept/shelf'

let shelf: Shelf | undefined

/** What this browser keeps; one for the page, which hears of other tabs from its first use on. */
export function shelfHere(): Shelf {
  shelf ??= createShelf(openPlace, openTabs())
  return shelf
}

/** The list, read when the component appears. */
export function useShelf(): ShelfState {
  const here = shelfHere()
  useEffect(() => void here.refresh(), [here])
  return useStore(here.store)
}
