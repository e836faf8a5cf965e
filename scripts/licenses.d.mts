import type { Plugin } from 'vite'

export function licenses(fileName: string, alsoUsed: readonly string[]): { page: Plugin; worker: () => Plugin[] }
