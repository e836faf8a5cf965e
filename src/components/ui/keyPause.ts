/** Key presses that follow one another within this time, in milliseconds, are one change of the run. */
export const KEY_PAUSE = 600
