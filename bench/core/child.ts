/**
 * A process that does jobs on request, so that its CPU time is that of the job alone: one line of JSON each way, in turn.
 *
 *     const child = openChild('PyTorch', '/usr/bin/python3', ['bench/python/server.py'], { OMP_NUM_THREADS: '1' })
 *     await child.ask({ do: 'make', ... })
 *     child.close()
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Reply {
  /** Why there is nothing to measure. */
  readonly missing?: string
  /** Milliseconds per call. */
  readonly wall?: number
  readonly cpu?: number
  /** Whatever else a request asks for. */
  readonly facts?: Readonly<Record<string, string | number>>
}

export interface Child {
  readonly name: string
  /** Never rejects: what goes wrong is the reply's `missing`. */
  ask(request: object): Promise<Reply>
  close(): void
}

export function openChild(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv): Child {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  const waiting: ((reply: Reply) => void)[] = []
  let told = ''
  let ended = ''
  const end = (why: string) => {
    ended ||= why
    for (const settle of waiting.splice(0)) settle({ missing: ended })
  }
  createInterface(child.stdout).on('line', line => {
    // Libraries print what they like; only lines of the protocol count.
    if (line.startsWith('{')) waiting.shift()?.(JSON.parse(line) as Reply)
  })
  child.stderr.on('data', chunk => {
    told = `${told}${chunk}`.slice(-400)
  })
  child.stdin.on('error', () => {})
  child.on('error', error => end(`${command} does not start: ${error.message}`))
  child.on('exit', code => end(`ended with ${code}: ${told.trim().split('\n').at(-1) ?? ''}`))
  return {
    name,
    ask(request) {
      if (ended) return Promise.resolve({ missing: ended })
      return new Promise(resolve => {
        waiting.push(resolve)
        child.stdin.write(`${JSON.stringify(request)}\n`)
      })
    },
    close: () => child.kill(),
  }
}
