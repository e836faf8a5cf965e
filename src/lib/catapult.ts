/** What counts as a catapult of the loss where a run is pushed a little harder from a step on (arXiv 2412.20553). */

/** Steps before the fork whose losses say what is usual, and steps of each continuation. */
export const EDGE_WINDOW = { before: 50, after: 300 } as const
/** A continuation catapults where its largest loss is at least so many times the largest of the steps before the fork: half a batch alone may double it. */
export const CATAPULT = 4
/** What η is multiplied by. */
export const ETA_PUSH = 1.1
/** Continuations of each kind, with random numbers of their own, of arms that draw any. */
export const EDGE_REPEATS = 4

/** As the run would have gone on, with a larger η, or with half the batch size. */
export type Push = 'none' | 'eta' | 'batch'

/** The largest loss after a fork (`after` begins with that of the fork itself) over the largest of the steps up to it; infinite of a run that diverged. */
export function riseOf(before: ArrayLike<number>, after: ArrayLike<number>, diverged: boolean): number {
  if (diverged) return Number.POSITIVE_INFINITY
  const largest = (values: ArrayLike<number>, from: number) => {
    let most = Number.NEGATIVE_INFINITY
    for (let i = from; i < values.length; i++) most = Math.max(most, values[i])
    return most
  }
  return largest(after, 1) / largest(before, 0)
}

/** What trials of one push come to. */
export interface Pushed {
  readonly push: Push
  /** Of the trials: how many there are, how many catapulted, and the median of how often their loss rose. */
  readonly count: number
  readonly catapults: number
  readonly rise: number
}

/** 'restless' where most continuations catapult unpushed: then a push says nothing. */
export type EdgeVerdict = 'edge' | 'no edge' | 'restless'

export function edgeVerdict(pushed: readonly Pushed[]): EdgeVerdict {
  const most = ({ count, catapults }: Pushed) => 2 * catapults > count
  if (pushed.some(own => own.push === 'none' && most(own))) return 'restless'
  return pushed.some(own => own.push !== 'none' && most(own)) ? 'edge' : 'no edge'
}
