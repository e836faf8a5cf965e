import { main } from './cli'
import { NODE_DISK } from './disk'
import { startThread } from './study/start'

const thread = (told: unknown) => startThread(new URL('./main.ts', import.meta.url).href, told)

/** Calls the command line in this process and keeps what it prints. For tests. */
export async function call(
  argv: readonly string[],
  interrupt = new AbortController().signal,
  disk = NODE_DISK,
  env: NodeJS.ProcessEnv = {},
) {
  const out: string[] = []
  const err: string[] = []
  const code = await main(argv, { out: text => out.push(text), err: text => err.push(text), watched: false, interrupt, disk, env, thread })
  return { code, out: out.join(''), err: err.join('') }
}
