/** The smallest learning rate that an arm may have. By itself, for what needs no other field. */
export const SMALLEST_ETA = 1e-6
