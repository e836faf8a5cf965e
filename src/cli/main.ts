import { isMainThread, workerData } from 'node:worker_threads'
import { main } from './cli'
import { FOR_A_CREW } from './crew/crew'
import { serveCrew } from './crew/thread'
import { NODE_DISK } from './disk'
import { startThread } from './study/start'
import { serve } from './study/thread'

/** With the exit code of a process that the signal ended. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

async function command(): Promise<void> {
  const controller = new AbortController()
  for (const [signal, code] of Object.entries(SIGNALS))
    process.on(signal, () => {
      // The second time means it.
      if (controller.signal.aborted) process.exit(code)
      controller.abort()
    })
  // A reader such as `head` may leave early.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    process.stderr.write(`noisescope: standard output takes no more (${error.message}); free space there or write elsewhere\n`)
    process.exit(1)
  })
  // A terminal that was closed takes no more messages; the results are saved all the same.
  process.stderr.on('error', () => {})
  process.exitCode = await main(process.argv.slice(2), {
    out: text => process.stdout.write(text),
    err: text => process.stderr.write(text),
    watched: Boolean(process.stderr.isTTY),
    interrupt: controller.signal,
    disk: NODE_DISK,
    env: process.env,
    thread: told => startThread(import.meta.url, told),
  })
}

await (isMainThread ? command() : workerData.kind === FOR_A_CREW.kind ? serveCrew() : serve())
