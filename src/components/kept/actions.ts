/** What can be done with kept runs: each says in a sentence what came of it. */
import { version } from '../../../package.json'
import { messageOf } from '../../lib/fault'
import type { Scope } from '../../store'
import { withBeside, withoutBeside } from '../../store/kept/beside'
import { keptRun, whyNot } from '../../store/kept/keep'
import { reopen } from '../../store/kept/reopen'
import { keptSweep, reopenSweep } from '../../store/kept/sweep'
import type { Kept, KeptHead, RunHead, SweepHead } from '../../store/kept/types'
import { thumbnail } from './thumbnail'
import { shelfHere } from './useShelf'
import { notKeptText } from './words'

/** What is said of something that was done, and how to undo it. */
export interface Said {
  readonly text: string
  readonly bad?: boolean
  readonly undo?: () => Promise<Said>
}

const failed = (error: unknown): Said => ({ text: `${messageOf(error)}.`, bad: true })

/** Keeps the run on screen. */
export async function keepRun(scope: Scope, name: string, note: string): Promise<Said> {
  const why = whyNot(scope)
  if (why) return { text: why, bad: true }
  const picture = thumbnail()
  const run = keptRun(scope, { name, note, savedAt: new Date().toISOString(), version, thumbnail: '' })
  return putAway({ ...run, thumbnail: await picture })
}

/** Keeps the sweep on screen, as far as it has come. */
export async function keepSweep(scope: Scope, name: string, note: string): Promise<Said> {
  const picture = thumbnail('grid')
  const sweep = keptSweep(scope, { name, note, savedAt: new Date().toISOString(), version, thumbnail: '' })
  if (!sweep) return { text: 'The sweep on screen is being planned anew: keep it when its first run is there.', bad: true }
  return putAway({ ...sweep, thumbnail: await picture })
}

async function putAway(kept: Kept): Promise<Said> {
  const { known, notKept } = await shelfHere().put([kept])
  if (notKept !== null) return { text: notKeptText(notKept), bad: true }
  if (known[0]) return { text: `This ${kept.kind} is kept already, as “${known[0].name}”.` }
  return { text: `“${kept.name}” is kept.` }
}

let giveUp = () => {}

/** Runs a kept run anew, or shows a kept sweep, in place of what is on screen. */
export async function openKept(scope: Scope, head: Omit<RunHead, 'bytes'> | SweepHead): Promise<void> {
  scope.store.getState().measured?.close()
  giveUp()
  function go(link: string): void {
    // An entry of its own: the browser's Back button returns to what was on screen.
    history.pushState(null, '', `#${link}`)
    scope.openLink(`#${link}`)
  }
  if (head.kind === 'run') {
    giveUp = await reopen(head, { scope, version, go })
    return
  }
  try {
    const kept = await shelfHere().find(head.id)
    if (kept.kind !== 'sweep') return
    const { text, bad } = await reopenSweep(kept, go)
    scope.say({ kind: bad ? 'error' : 'notice', text })
  } catch (error) {
    scope.say({ kind: 'error', text: `“${head.name}” could not be opened: ${messageOf(error)}.` })
  }
}

/** Lays a kept run beside the one on screen, or takes it away. */
export async function layBeside(scope: Scope, id: string, beside: boolean): Promise<Said | null> {
  const compared = () => scope.store.getState().compared
  if (!beside) {
    scope.compare(withoutBeside(compared(), id))
    return null
  }
  try {
    const kept = await shelfHere().find(id)
    const next = kept.kind === 'run' ? withBeside(compared(), kept) : compared()
    if (typeof next === 'string') return { text: next, bad: true }
    scope.compare(next)
    return null
  } catch (error) {
    return failed(error)
  }
}

/** Gives a kept run another name or note, also where it lies beside the one on screen. */
export async function rename(scope: Scope, id: string, to: { readonly name?: string; readonly note?: string }): Promise<Said | null> {
  const why = await shelfHere().rename(id, to)
  if (why !== null) return { text: notKeptText(why), bad: true }
  const { compared } = scope.store.getState()
  const head = shelfHere()
    .store.getState()
    .heads.find(known => known.id === id)
  if (head && compared.some(run => run.id === id))
    scope.compare(compared.map(run => (run.id === id ? { ...run, name: head.name, note: head.note } : run)))
  return null
}

/** Deletes a kept run, which can be put back for as long as the sentence about it stands. */
export async function remove(scope: Scope, head: KeptHead): Promise<Said> {
  let kept: Kept
  try {
    kept = await shelfHere().remove(head.id)
  } catch (error) {
    return failed(error)
  }
  scope.compare(withoutBeside(scope.store.getState().compared, head.id))
  const undo = async (): Promise<Said> => {
    const { notKept } = await shelfHere().put([kept])
    return notKept === null ? { text: `“${head.name}” is back.` } : { text: notKeptText(notKept), bad: true, undo }
  }
  return { text: `“${head.name}” is deleted.`, undo }
}
