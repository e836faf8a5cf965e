/** Measurements of a model of the user's own: read in a worker beside the run, shown in its place until the reader goes back. */

import type { StoreApi } from 'zustand/vanilla'
import { shortened } from '../lib/text'
import type { Scenario } from '../scenario'
import type { FileLike } from '../workers/protocol'
import type { StartMeasured } from './environment'
import { createMeasuredScope, type Given, type MeasuredScope, readingScenario, settingsOf } from './measuredScope'
import type { Scope } from './scope'
import type { ScopeState } from './state'

interface Parts {
  readonly base: Scope
  readonly store: StoreApi<ScopeState>
  readonly start: StartMeasured
  now(): number
}

export interface Measuring {
  /** Reads files and shows their rows; says why where they cannot be read, and the page stays as it is. */
  open(files: readonly FileLike[]): void
  dispose(): void
}

export function createMeasuring({ base, store, start, now }: Parts): Measuring {
  /** The newest reading wins. */
  let job: ReturnType<StartMeasured> | null = null
  /** Whether the run was playing when it gave way. */
  let played = false

  /** What is opened at once: its rows are read again where the reader changes how. */
  function opened(files: readonly FileLike[]) {
    const names = files.map(file => file.name)
    let scope: MeasuredScope | null = null

    async function read(scenario: Scenario, given: Given): Promise<void> {
      job?.cancel()
      const since = now()
      const tell = (share: number, what: string) => {
        const reading = { files: names.map(name => shortened(name)), share, since, what, cancel: () => mine.cancel() }
        store.setState(({ own }) => ({ own: { ...own, reading } }))
      }
      const mine = start({ files, settings: settingsOf(scenario, given) }, (share, at, of) => {
        if (job === mine) tell(share, `measuring checkpoint ${at + 1} of ${of},`)
      })
      job = mine
      tell(0, 'measuring,')
      try {
        const course = await mine.course
        if (job !== mine) return
        scope ??= createMeasuredScope({ base, close, again: (next, asked) => void read(next, asked) })
        scope.take(course, scenario, given)
        const { checkpoints, arrays, digest, notes, ignored } = course
        store.setState({ measured: { scope, files: names, given, checkpoints, arrays, digest, close } })
        const unused = ignored.length > 0 ? [`Not used: ${shortened(ignored.join(', '))}.`] : []
        const text = [...notes.map(note => `${note}.`), ...unused].join(' ')
        base.say(text ? { kind: 'notice', text } : null)
      } catch (error) {
        if (job !== mine) return
        scope?.restore()
        complain(error as Error)
      } finally {
        if (job === mine) {
          job = null
          store.setState(({ own }) => ({ own: { ...own, reading: null } }))
        }
      }
    }
    return read
  }

  function complain({ name, message }: Error): void {
    if (name === 'DisposedError') return
    const stays = store.getState().measured ? 'What is on screen stays.' : 'The run continues unchanged.'
    base.say({ kind: 'error', text: name === 'DataFileError' ? `${message}. ${stays}` : `The measurements could not be read: ${message}.` })
  }

  function close(): void {
    job?.cancel()
    store.setState({ measured: null })
    if (played) base.play()
  }

  const unsubscribe = store.subscribe((after, before) => {
    if (after.measured && !before.measured) played = false
    // It may have been loading, and plays only now.
    if (after.measured && after.status === 'running' && !(before.measured && before.status === 'running')) {
      played = true
      base.pause()
    }
    // What was asked for later than the files is not covered by them.
    const { preset, data } = after.scenario
    if (job && !after.measured && (preset !== before.scenario.preset || data.file !== before.scenario.data.file)) job.cancel()
    // Another run was asked for: by a link, by data, through the history.
    if (after.measured && before.measured && after.scenario !== before.scenario) {
      played = false
      close()
    }
  })

  return {
    open: files => void opened(files)(readingScenario(), { eta: false, B: false }),
    dispose() {
      unsubscribe()
      job?.cancel()
    },
  }
}
