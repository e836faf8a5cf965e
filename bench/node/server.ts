/** Does jobs for bench/core/race.ts in Node: a line of JSON in, a line of JSON out, as bench/python/server.py does. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { ASSETS } from '../../src/cli/assets'
import { openCrew } from '../../src/cli/crew/crew'
import { startThread } from '../../src/cli/study/start'
import { createWasmBackend } from '../../src/sim/backends/wasm'
import { inPlace } from '../../src/workers/ensemble/shard'
import { jobServer, type Make, type Request } from '../core/jobs'
import { netReplicasWith } from '../core/netReplicas'
import { oursWith } from '../core/ours'
import { makeReplicas } from '../core/replicas'
import { rivalWith } from '../rivals/rival'
import { profile } from './profile'

/** Fetched when wanted: what one job loads shall not weigh on another's process. */
const later =
  (make: () => Promise<Make>): Make =>
  async request =>
    (await make())(request)

/** The program whose threads make a crew. */
const MAIN = new URL('../../src/cli/main.ts', import.meta.url).href

const answer = jobServer(
  {
    ours: oursWith(ASSETS, workers => openCrew(told => startThread(MAIN, told), workers)),
    replicas: makeReplicas,
    netReplicas: netReplicasWith(async () => inPlace({ backend: await createWasmBackend(), assets: () => ASSETS }), ASSETS),
    loops: later(async () => (await import('./loops')).makeLoops),
    peak: later(async () => (await import('./peak')).makePeak),
    rival: rivalWith(() => import('@tensorflow/tfjs-backend-wasm')),
  },
  {
    cpu() {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1000
    },
    profile,
    // Of this program alone: what rusage tells is at least what the parent held when it started us.
    peak: () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024,
  },
)

for await (const line of createInterface(process.stdin)) console.log(JSON.stringify(await answer(JSON.parse(line) as Request)))
