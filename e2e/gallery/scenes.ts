/**
 * Every chart on data that are worth a look, small and large. `e2e/gallery/index.html` shows them all, in both themes (`?only=loss` some,
 * `?svg` as exported, `?time` with milliseconds), and the tests compare each with the picture kept in `golden/`.
 */
import { directions } from './directions'
import { energies } from './energies'
import { landscapes } from './landscapes'
import { lines } from './lines'
import { maps } from './maps'
import type { Scene } from './scene'
import { sharesAndSweeps } from './sharesAndSweeps'
import { spectra } from './spectra'

export const scenes: readonly Scene[] = [...lines, ...directions, ...landscapes, ...energies, ...sharesAndSweeps, ...spectra, ...maps]
