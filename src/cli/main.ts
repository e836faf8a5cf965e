import { main } from './cli'

const controller = new AbortController()
process.on('SIGINT', () => {
  // The second time means it.
  if (controller.signal.aborted) process.exit(130)
  controller.abort()
})
// A reader such as `head` may leave early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await main(process.argv.slice(2), {
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
  watched: Boolean(process.stderr.isTTY),
  interrupt: controller.signal,
})
