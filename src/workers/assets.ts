import type { Assets } from '../sim/load'

/** The folder that the page was served from: a worker lies one level below it when built, and anywhere in development. */
const home = new URL((import.meta as { env?: { DEV?: boolean } }).env?.DEV ? '/' : '../', location.href)

async function fetchAsset(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, home))
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status} ${response.statusText}); is the page complete?`)
  return new Uint8Array(await response.arrayBuffer())
}

/** The files that come with the page, for workers. */
export const PAGE_ASSETS: Assets = { mnist: () => fetchAsset('data/mnist.bin') }
