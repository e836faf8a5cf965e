/** The command line in a process that ends itself without warning: `dyingChild.fixture.ts WHERE ARGUMENTS…`, WHERE being what it is about to do. */

import { watchedDisk } from './dying.fixture'
import { call } from './testing'

const [where = '', ...argv] = process.argv.slice(2)
const disk = watchedDisk((act, path) => {
  if (`${act} ${path}`.search(where) < 0) return
  process.kill(process.pid, 'SIGKILL')
  // It may take a moment, in which nothing more must happen.
  for (;;);
})
await call(argv, undefined, disk)
