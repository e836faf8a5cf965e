/** Brings the modules of kernels and of Python's pieces up to date; returns true if it had to compile. */
export function buildWasm(): Promise<boolean>
