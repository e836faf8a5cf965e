/** Bundles the command line and the library into a folder, which it empties. */
export function buildCli(outDir: string): Promise<void>
