import type { StoreApi } from 'zustand/vanilla'
import { isNetwork, type Scenario, withData } from '../scenario'
import type { DataInfo, FileLike } from '../workers/protocol'
import type { SimulationClient } from '../workers/simulationClient'
import { fitted, settled } from './change'
import type { KeptFiles } from './keptFiles'
import type { Message, ScopeState } from './state'

interface Parts {
  readonly store: StoreApi<ScopeState>
  readonly client: SimulationClient
  readonly kept: KeptFiles
  now(): number
  /** The step whose values are in force. */
  step(): number
  /** Starts a run of its own entry in the history. */
  replace(scenario: Scenario, play: boolean): void
  /** Starts the scenario on screen again. */
  again(): void
  say(message: Message): void
}

export interface OwnFiles {
  /** Reads files and runs on what they hold; says why where they cannot be used, and the run goes on. */
  open(files: readonly FileLike[]): void
  /** Ends a reading. */
  cancel(): void
  /** Ends a reading for a run that is no longer wanted. */
  abandon(): void
  /** Runs on the data that were opened last; where there are none the controls ask for files. */
  choose(): void
  /** Reads the files of a digest again, for a worker that does not know them: true when they are there. */
  provide(digest: string): Promise<boolean>
  /** The files of a digest, for workers of studies. */
  files(digest: string): readonly FileLike[] | null
  /** Forgets the files that this browser keeps for a reload. */
  forget(): void
}

/** Data sets whose files stay open, as many as the worker keeps. */
const OPENED = 2

const plainly = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** Files of user data: held by the page, read by the worker, never sent anywhere. */
export function createOwnFiles({ store, client, kept, now, step, replace, again, say }: Parts): OwnFiles {
  let opened: { readonly info: DataInfo; readonly files: readonly FileLike[] }[] = []
  let reading: { readonly by: 'user' | 'run' } | null = null

  const tell = (own: Partial<ScopeState['own']>) => store.setState(state => ({ own: { ...state.own, ...own } }))

  async function read(files: readonly FileLike[], by: 'user' | 'run'): Promise<DataInfo | null> {
    const mine = { by }
    const names = files.map(f => f.name)
    reading = mine
    tell({ reading: { files: names, share: 0, since: now() } })
    try {
      const info = await client.request({ type: 'data', files })
      opened = [{ info, files }, ...opened.filter(h => h.info.digest !== info.digest)].slice(0, OPENED)
      tell({ known: opened.map(h => h.info) })
      return info
    } catch (error) {
      const { name, message } = error as Error
      if (name !== 'Cancelled' && name !== 'DisposedError') say({ kind: 'error', text: whyNot(names, name, message) })
      return null
    } finally {
      if (reading === mine) {
        reading = null
        tell({ reading: null })
      }
    }
  }

  async function keep(info: DataInfo, files: readonly FileLike[]): Promise<void> {
    const able = await kept.keep(info.digest, files)
    tell({ kept: able ? info.digest : null })
  }

  function use(info: DataInfo): void {
    const { scenario, own } = store.getState()
    const wanted = own.missing
    if (scenario.data.source === 'file' && scenario.data.file === info.digest) {
      again()
      return
    }
    const before = settled(scenario, step())
    const { scenario: next } = fitted(withData(before, info))
    replace(next, true)
    const said = [
      wanted ? `The link needs data with digest ${wanted}; the opened data have digest ${info.digest} and are used instead.` : '',
      next.model.kind === before.model.kind ? '' : whyModel(next, info),
    ].filter(Boolean)
    if (said.length > 0) say({ kind: 'notice', text: said.join(' ') })
  }

  function stop(): void {
    if (reading) void client.request({ type: 'cancel-data' }).catch(() => {})
  }

  return {
    async open(files) {
      const info = await read(files, 'user')
      if (!info) return
      use(info)
      await keep(info, files)
    },
    cancel: stop,
    abandon: () => reading?.by === 'run' && stop(),
    choose() {
      if (opened[0]) use(opened[0].info)
      else store.setState(state => ({ wanted: { ...state.wanted, source: 'file' } }))
    },
    async provide(digest) {
      const known = opened.find(h => h.info.digest === digest)?.files
      const files = known ?? (await kept.find(digest))
      if (!files) return false
      if (!known) tell({ kept: digest })
      return (await read(files, 'run'))?.digest === digest
    },
    files: digest => opened.find(h => h.info.digest === digest)?.files ?? null,
    forget() {
      tell({ kept: null })
      void kept.forget()
    },
  }
}

function whyNot(names: readonly string[], name: string, message: string): string {
  if (name === 'DataFileError') return `${message}. The run continues unchanged.`
  const why = name === 'WorkerCrash' ? `the worker stopped while it read (${message})` : message
  return `${names.join(', ')} could not be read: ${why}.`
}

function whyModel({ model }: Scenario, { classes, outputs }: DataInfo): string {
  if (!isNetwork(model)) return 'The model is now the linear model: the previous one takes no data.'
  if (outputs === 1) return 'The model is now a deep net: these data are not images.'
  const what = classes.length > 0 ? plainly(classes.length, 'class', 'classes') : plainly(outputs, 'number', 'numbers')
  return `The model is now a deep net: ${what} take as many outputs.`
}
