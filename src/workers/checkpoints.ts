import type { Push } from './protocol'
import type { Run } from './run'

/** Milliseconds between what is handed to the page, and numbers that it may hold. */
const EVERY_MS = 5000
const MOST_NUMBERS = 1 << 20

/** Hands the page now and then where a run could be taken up should this worker die: to be called with the run that goes on. */
export function checkpoints(now: () => number, push: (message: Push) => void) {
  let last: object | undefined
  let at = now()
  return (run: Pick<Run, 'id' | 'sim' | 'checkpoint'>): void => {
    const { id, sim, checkpoint: snapshot } = run
    if (!snapshot || snapshot === last || snapshot.step === 0 || now() - at < EVERY_MS) return
    last = snapshot
    at = now()
    const numbers = snapshot.arms.reduce((sum, { theta, state }) => {
      return sum + theta.length + Object.values(state).reduce((all, kept) => all + kept.length, 0)
    }, 0)
    if (numbers <= MOST_NUMBERS) push({ type: 'checkpoint', run: id, snapshot, events: sim.scenario.events })
  }
}
