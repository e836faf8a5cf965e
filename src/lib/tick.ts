/** Told in the middle of long work what share of it is done, 0 … 1: it may let others in meanwhile, and throws to give the work up. */
export type Tick = (share: number) => Promise<void> | void

/** For work that nobody waits for, or that is never given up. */
export const NO_TICK: Tick = () => {}
