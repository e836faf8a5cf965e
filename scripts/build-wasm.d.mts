/** Brings kernels.generated.ts up to date; returns true if it had to compile. */
export function buildWasm(): Promise<boolean>
