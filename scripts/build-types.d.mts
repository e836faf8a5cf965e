/** Writes the declarations of the library below a folder. */
export function buildTypes(outDir: string): void
