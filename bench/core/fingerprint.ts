import type { Child } from './child'

/** The hash of what a job comes to in one call; why there is none where it fails, which is no agreement with anybody. */
export async function fingerprint(child: Child, job: object): Promise<string> {
  const made = await child.ask({ do: 'make', job: 0, ...job })
  const run = made.missing ? made : await child.ask({ do: 'run', job: 0, calls: 1 })
  const reply = run.missing ? run : await child.ask({ do: 'fingerprint', job: 0 })
  await child.ask({ do: 'drop', job: 0 })
  return reply.missing ? `${child.name}: ${reply.missing}` : String(reply.facts?.fingerprint)
}
