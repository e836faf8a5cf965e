import { main } from './cli'

/** Calls the command line in this process and keeps what it prints. For tests. */
export async function call(argv: readonly string[], interrupt = new AbortController().signal) {
  const out: string[] = []
  const err: string[] = []
  const code = await main(argv, { out: text => out.push(text), err: text => err.push(text), watched: false, interrupt })
  return { code, out: out.join(''), err: err.join('') }
}
