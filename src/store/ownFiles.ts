import type { StoreApi } from 'zustand/vanilla'
import { CHOICE_KEYS, type DataChoice } from '../lib/dataChoice'
import { grouped } from '../lib/digits'
import { shortened } from '../lib/text'
import { isNetwork, type Scenario, withData } from '../scenario'
import type { DataInfo, FileLike, Proposal, Results } from '../workers/protocol'
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
  /** Starts a run on other data, with an entry of its own in the history. */
  replace(scenario: Scenario): void
  /** Starts the scenario on screen again. */
  again(): void
  say(message: Message): void
  /** Reads files that are measurements of a model, and no data. */
  measure(files: readonly FileLike[]): void
}

export interface OwnFiles {
  /** Reads files and runs on what they hold, or asks how they are meant; says why where they cannot be used, and the run goes on. */
  open(files: readonly FileLike[]): void
  /** Asks how the data with a digest are meant. */
  change(digest: string): void
  /** Reads the files that are asked about as the user says; what was said before stays. */
  answer(asked: Partial<DataChoice>): void
  /** Runs on the files that are asked about, as they were read last. */
  accept(): void
  /** Leaves the run as it is. */
  dismiss(): void
  /** Ends a reading. */
  cancel(): void
  /** Ends a reading for a run that is no longer wanted. */
  abandon(): void
  /** Runs on the data that were opened last; where there are none the controls ask for files. */
  choose(): void
  /** Reads the files of a scenario's data again, as it says, for a worker that does not know them: true when they are there. */
  provide(data: Scenario['data']): Promise<boolean>
  /** The files of a digest, for workers of studies. */
  files(digest: string): readonly FileLike[] | null
  /** Forgets the files that this browser keeps for a reload. */
  forget(): void
}

/** What came of a reading: what was read, why nothing was, or null where it was ended. */
type Outcome<T> = T | { readonly whyNot: string } | 'measurements' | null

/** Data sets whose files stay open, as many as the worker keeps. */
const OPENED = 2

const plainly = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** Files of user data: held by the page, read by the worker, never sent anywhere. */
export function createOwnFiles({ store, client, kept, now, step, replace, again, say, measure }: Parts): OwnFiles {
  let opened: { readonly info: DataInfo; readonly files: readonly FileLike[] }[] = []
  let reading: { readonly by: 'user' | 'run' } | null = null
  /** How often the user has opened files: of several that are being read the last are meant. */
  let opening = 0

  const tell = (own: Partial<ScopeState['own']>) => store.setState(state => ({ own: { ...state.own, ...own } }))

  async function read<T extends 'data' | 'propose'>(
    type: T,
    files: readonly FileLike[],
    by: 'user' | 'run',
    asked?: Partial<DataChoice>,
  ): Promise<Outcome<Results[T]>> {
    const mine = { by }
    const names = files.map(f => shortened(f.name))
    reading = mine
    tell({ reading: { files: names, share: 0, since: now() } })
    try {
      return (await client.request({ type, files, ...(asked && { asked }) })) as Results[T]
    } catch (error) {
      const { name, message } = error as Error
      if (name === 'Measurements') return 'measurements'
      return name === 'Cancelled' || name === 'DisposedError' ? null : { whyNot: whyNot(namesOf(files), name, message) }
    } finally {
      if (reading === mine) {
        reading = null
        tell({ reading: null })
      }
    }
  }

  /** What was read; says why where nothing was. */
  function told<T extends object>(outcome: Outcome<T> | undefined): T | null {
    if (!outcome || outcome === 'measurements') return null
    if (!('whyNot' in outcome)) return outcome
    say({ kind: 'error', text: outcome.whyNot })
    return null
  }

  function remember(info: DataInfo, files: readonly FileLike[]): void {
    opened = [{ info, files }, ...opened.filter(h => h.info.digest !== info.digest)].slice(0, OPENED)
    tell({ known: opened.map(h => h.info) })
  }

  async function readAgain(files: readonly FileLike[], asked: Partial<DataChoice>): Promise<Outcome<DataInfo>> {
    const found = await read('data', files, 'run', asked)
    if (isRead(found)) remember(found, files)
    return found
  }

  /** Runs on data that were read, unless another scenario was chosen since it was `before`; `guessed` says what nobody was asked about. */
  async function take(info: DataInfo, files: readonly FileLike[], before: string, guessed?: readonly string[]): Promise<void> {
    remember(info, files)
    // What was chosen while the files were read is the newer wish.
    if (chosen() === before) use(info, guessed)
    else say({ kind: 'notice', text: `${namesOf(files)} can now be chosen as data: another scenario was opened meanwhile.` })
    await keep(info, files)
  }

  /** Files that are asked about, and the scenario that was on screen when they were opened. */
  let pending: { readonly files: readonly FileLike[]; readonly before: string } | null = null

  function ask(proposal: Proposal, files: readonly FileLike[], before: string, asked: Partial<DataChoice> = {}): void {
    pending = { files, before }
    tell({ asking: { proposal, asked, busy: false } })
  }

  async function keep(info: DataInfo, files: readonly FileLike[]): Promise<void> {
    const notKept = await kept.keep(info.digest, files)
    tell({ kept: notKept === null ? info.digest : null, notKept })
  }

  function use(info: DataInfo, guessed?: readonly string[]): void {
    const { scenario, own } = store.getState()
    const wanted = own.missing
    if (scenario.data.source === 'file' && scenario.data.file === info.digest) {
      // Other files may hold the same data, read in another way.
      if (CHOICE_KEYS.every(key => scenario.data[key] === info.choice[key])) again()
      else replace({ ...settled(scenario, step()), data: { ...scenario.data, ...info.choice } })
      return
    }
    const before = settled(scenario, step())
    const { scenario: next } = fitted(withData(before, info, 'standardized'))
    replace(next)
    const said = [
      ...(guessed ?? []),
      wanted ? `The link needs data with digest ${wanted}; the opened data have digest ${info.digest} and are used instead.` : '',
      next.model.kind === before.model.kind ? '' : whyModel(next, info),
    ].filter(Boolean)
    const action = { label: 'Change…', act: () => change(info.digest) }
    if (guessed) say({ kind: 'notice', text: said.join(' ') || asRead(info), action })
    else if (said.length > 0) say({ kind: 'notice', text: said.join(' ') })
  }

  /** What files hold, read as a link says that lacks its data, if they are these; there is nothing to ask about them. */
  async function asLinked(files: readonly FileLike[]): Promise<Proposal | null> {
    const { scenario, own } = store.getState()
    if (own.missing === null) return null
    const found = await read('propose', files, 'user', scenario.data)
    return isRead(found) && found.info?.digest === own.missing ? { ...found, certain: true } : null
  }

  /** The scenario that the user chose last, by its preset and its data. */
  function chosen(): string {
    const { preset, data } = store.getState().scenario
    return `${preset} ${data.source} ${data.file}`
  }

  function change(digest: string): void {
    const known = opened.find(h => h.info.digest === digest)
    if (!known) return
    const mine = ++opening
    const before = chosen()
    void read('propose', known.files, 'user', known.info.choice).then(outcome => {
      const proposal = told(outcome)
      if (proposal && mine === opening) ask(proposal, known.files, before, known.info.choice)
    })
  }

  /** Asks no longer. */
  function leave(): void {
    if (store.getState().own.asking?.busy) stop()
    pending = null
    tell({ asking: null })
  }

  function stop(): void {
    if (reading) void client.request({ type: 'cancel-data' }).catch(() => {})
  }

  return {
    async open(files) {
      // What was asked about is no longer wanted.
      leave()
      const mine = ++opening
      const before = chosen()
      const linked = await asLinked(files)
      if (mine !== opening) return
      const found = linked ?? (await read('propose', files, 'user'))
      if (mine !== opening) return
      if (found === 'measurements') return measure(files)
      const proposal = told(found)
      if (!proposal) return
      const { info, certain, said } = proposal
      if (info && certain) await take(info, files, before, said)
      else ask(proposal, files, before)
    },
    change,
    async answer(more) {
      const { asking } = store.getState().own
      const mine = pending
      if (!asking || !mine) return
      const asked = { ...asking.asked, ...more }
      tell({ asking: { ...asking, asked, busy: true } })
      const proposal = told(await read('propose', mine.files, 'user', asked))
      const { asking: now } = store.getState().own
      // A newer answer is being read.
      if (pending !== mine || now?.asked !== asked) return
      tell({ asking: { proposal: proposal ?? now.proposal, asked: proposal ? asked : asking.asked, busy: false } })
    },
    accept() {
      const { asking } = store.getState().own
      const info = asking?.busy ? null : asking?.proposal.info
      if (!info || !pending) return
      const { files, before } = pending
      leave()
      void take(info, files, before)
    },
    dismiss: leave,
    cancel: stop,
    abandon: () => reading?.by === 'run' && stop(),
    choose() {
      if (opened[0]) use(opened[0].info)
      else store.setState(state => ({ wanted: { ...state.wanted, source: 'file' } }))
    },
    async provide(asked) {
      const digest = asked.file
      const known = opened.find(h => h.info.digest === digest)?.files
      const found = known && (await readAgain(known, asked))
      if (found === null) return false
      if (isRead(found) && found.digest === digest) return true
      // The files may have been changed or moved since; what this browser keeps is as it was.
      const files = await kept.find(digest)
      if (files) tell({ kept: digest, notKept: null })
      return told(files ? await readAgain(files, asked) : found)?.digest === digest
    },
    files: digest => opened.find(h => h.info.digest === digest)?.files ?? null,
    forget() {
      tell({ kept: null, notKept: null })
      void kept.forget()
    },
  }
}

/** Whether a reading gave what was asked for. */
const isRead = <T extends object>(outcome: Outcome<T> | undefined): outcome is T =>
  typeof outcome === 'object' && outcome !== null && !('whyNot' in outcome)

const namesOf = (files: readonly FileLike[]) => shortened(files.map(f => f.name).join(', '))

/** What a guess came to where there is nothing else to say of it. */
function asRead({ files, n, d, summary: { targets } }: DataInfo): string {
  const what = `${grouped(n)} samples of ${plainly(d, 'input', 'inputs')}`
  const target = targets.length > 0 ? `; target: ${targets.join(', ')}` : ''
  return `${shortened(files.join(', '))} ${files.length === 1 ? 'is' : 'are'} read as ${what}${target}.`
}

function whyNot(names: string, name: string, message: string): string {
  if (name === 'DataFileError') return `${message}. The run continues unchanged.`
  const why = name === 'WorkerCrash' ? `the worker stopped while it read (${message})` : message
  return `${names} could not be read: ${why}.`
}

function whyModel({ model }: Scenario, { classes, outputs }: DataInfo): string {
  if (!isNetwork(model)) return 'The model is now the linear model: the previous one takes no data.'
  if (outputs === 1) return 'The model is now a deep net: these data are not images.'
  const what = classes.length > 0 ? plainly(classes.length, 'class', 'classes') : plainly(outputs, 'number', 'numbers')
  return `The model is now a deep net: ${what} take as many outputs.`
}
