/** Profiles a job in this process. */
import { Session } from 'node:inspector/promises'
import { attributed } from './attribution'

/** Microseconds between two looks. */
const INTERVAL = 200

/** What so many calls were spent on, in percent. */
export async function profile(run: () => unknown, calls: number): Promise<Readonly<Record<string, number>>> {
  const session = new Session()
  session.connect()
  try {
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: INTERVAL })
    await session.post('Profiler.start')
    for (let call = 0; call < calls; call++) await run()
    return attributed((await session.post('Profiler.stop')).profile)
  } finally {
    session.disconnect()
  }
}
