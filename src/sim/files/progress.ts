/** How far a file is: bytes done of bytes in all; unpacking comes before reading. */
export interface ReadProgress {
  readonly stage: 'unpacking' | 'reading'
  readonly done: number
  readonly total: number
}

/** Work on a file in slices: every step says how far it is; leaving it unfinished cancels it. */
export type Steps<T> = Generator<ReadProgress, T, void>

/** Bytes between two reports. */
export const SLICE_BYTES = 1_048_576

/** Runs to the end without a pause. */
export function finish<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
