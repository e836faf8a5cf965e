/**
 * Does jobs for bench/core/race.ts in Node: a line of JSON in, a line of JSON out, as bench/python/server.py does. Whose job it is
 * stands in `by`: ours, or one of the rivals beside this file.
 */
import { createInterface } from 'node:readline'
import type { Reply } from '../core/child'
import type { Job, Make } from './job'

const MAKERS = {
  ours: async () => (await import('./ours')).makeOurs,
  replicas: async () => (await import('./replicas')).makeReplicas,
  loops: async () => (await import('./replicas')).makeLoops,
  peak: async () => (await import('./peak')).makePeak,
}

const jobs = new Map<number, Job>()

interface Request {
  readonly do: 'make' | 'run' | 'drop' | 'facts'
  readonly job: number
  readonly calls: number
  readonly by: keyof typeof MAKERS
}

const ACTS: Record<Request['do'], (request: Request) => Promise<Reply>> = {
  async make(request) {
    const make: Make = await MAKERS[request.by]()
    jobs.set(request.job, await make(request))
    return {}
  },
  async run({ job, calls }) {
    const found = jobs.get(job)
    if (!found) return { missing: 'no such job' }
    const [cpu, wall] = [process.cpuUsage(), performance.now()]
    for (let call = 0; call < calls; call++) await found.run()
    const { user, system } = process.cpuUsage(cpu)
    return { wall: (performance.now() - wall) / calls, cpu: (user + system) / 1000 / calls }
  },
  async drop({ job }) {
    jobs.get(job)?.dispose()
    jobs.delete(job)
    return {}
  },
  async facts() {
    return { facts: { peak: process.resourceUsage().maxRSS / 1024 } }
  },
}

for await (const line of createInterface(process.stdin)) {
  const request = JSON.parse(line) as Request
  const reply = await ACTS[request.do](request).catch((error: unknown) => ({
    missing: error instanceof Error ? error.message : String(error),
  }))
  console.log(JSON.stringify(reply))
}
