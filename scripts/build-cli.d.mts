/** Bundles the command line into a folder, which it empties. */
export function buildCli(outDir: string): Promise<void>
