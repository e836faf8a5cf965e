/** Brings the modules of kernels up to date; returns true if it had to compile. */
export function buildWasm(): Promise<boolean>
