/**
 * What does jobs in JavaScript, in Node and in a browser's worker alike: `const answer = jobServer(makers, process)` replies to the requests
 * of race.ts. Whose job it is stands in `by`.
 */
import type { Reply } from './child'

/** Work that can be done again and again, and what to do in the end. */
export interface Job {
  run(): unknown
  dispose(): void
  /** A hash of every number that it has come to. */
  fingerprint?(): Promise<string>
}

/** Makes a job of a request; throws, with the reason in words, where it cannot be done here. */
export type Make = (request: object) => Promise<Job>

export interface Request {
  readonly do: 'make' | 'run' | 'drop' | 'peak' | 'fingerprint' | 'profile'
  readonly job: number
  readonly calls: number
  readonly by: string
}

export interface Process {
  /** Milliseconds that this process has computed so far. */
  cpu(): number
  /** Megabytes that it has held at its peak; NaN where nobody counts. */
  peak(): number
  /** What so many calls are spent on, in percent; where that can be told. */
  profile?(run: () => unknown, calls: number): Promise<Readonly<Record<string, number>>>
}

export function jobServer(makers: Readonly<Record<string, Make>>, { cpu, peak, profile }: Process): (request: Request) => Promise<Reply> {
  const jobs = new Map<number, Job>()
  const acts: Record<Request['do'], (request: Request) => Promise<Reply>> = {
    async make(request) {
      const make = makers[request.by]
      if (!make) return { missing: `nothing here is called ${request.by}` }
      jobs.set(request.job, await make(request))
      return {}
    },
    async run({ job, calls }) {
      const found = jobs.get(job)
      if (!found) return { missing: 'no such job' }
      const [computed, began] = [cpu(), performance.now()]
      for (let call = 0; call < calls; call++) await found.run()
      return { wall: (performance.now() - began) / calls, cpu: (cpu() - computed) / calls }
    },
    async drop({ job }) {
      jobs.get(job)?.dispose()
      jobs.delete(job)
      return {}
    },
    fingerprint: async ({ job }) => ({ facts: { fingerprint: (await jobs.get(job)?.fingerprint?.()) ?? 'none' } }),
    async profile({ job, calls }) {
      const found = jobs.get(job)
      if (!found || !profile) return { missing: found ? 'no profiles here' : 'no such job' }
      return { facts: await profile(() => found.run(), calls) }
    },
    peak: async () => ({ facts: { peak: peak() } }),
  }
  return request =>
    acts[request.do](request).catch((error: unknown) => ({ missing: error instanceof Error ? error.message : String(error) }))
}
