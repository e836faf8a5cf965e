/** Light or dark: the system’s setting until the user chooses, then the user’s. */
import { useSyncExternalStore } from 'react'
import { forgetThemes } from '../charts'

export type ThemeName = 'light' | 'dark'

const listeners = new Set<() => void>()
const page = document.documentElement

function apply(theme: ThemeName): void {
  page.dataset.theme = theme
  forgetThemes()
  for (const listener of listeners) listener()
}

const current = (): ThemeName => (page.dataset.theme === 'dark' ? 'dark' : 'light')

function remembered(): string | null {
  try {
    return localStorage.getItem('theme')
  } catch {
    return null
  }
}

// Until the user chooses, the page follows the system.
const system = matchMedia('(prefers-color-scheme: dark)')
system.addEventListener('change', () => {
  if (!remembered()) apply(system.matches ? 'dark' : 'light')
})

export function toggleTheme(): void {
  const next = current() === 'dark' ? 'light' : 'dark'
  try {
    localStorage.setItem('theme', next)
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  apply(next)
}

/** The theme in force; re-renders when it changes. */
export function useTheme(): ThemeName {
  return useSyncExternalStore(listener => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, current)
}
