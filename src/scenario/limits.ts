/** Limits of what a scenario holds that also parts need which know no fields. */

/** The smallest learning rate that an arm may have. */
export const SMALLEST_ETA = 1e-6

/** Arms drawn side by side at most. */
export const MAX_ARMS = 4
export const ARM_ID = /^[a-z][a-z0-9]{0,11}$/
