import { Fault } from '../lib/fault'
import type { Assets } from '../sim/load'

/** The folder that the page was served from: a worker lies one level below it when built, and anywhere in development. */
const home = new URL((import.meta as { env?: { DEV?: boolean } }).env?.DEV ? '/' : '../', location.href)

async function fetchAsset(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, home))
  if (!response.ok)
    throw new Fault(
      `${path} could not be loaded (${response.status} ${response.statusText})`,
      'check the connection, and that the page is complete',
    )
  return new Uint8Array(await response.arrayBuffer())
}

/** The files that come with the page, for workers. */
export const PAGE_ASSETS: Assets = { mnist: () => fetchAsset('data/mnist.bin') }
