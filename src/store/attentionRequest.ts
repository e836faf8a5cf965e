import { latestWins } from './latestWins'
import type { createRunner } from './runner'
import type { Traces } from './traces'

interface Parts {
  readonly runner: ReturnType<typeof createRunner>
  readonly traces: Traces
  complain(error: unknown): void
}

/** Asks what the arms look at in a question, at the present step; the newest request wins. */
export function createAttentionRequest({ runner, traces, complain }: Parts) {
  return latestWins(async (question: number) => {
    await runner.loaded()
    const mine = runner.run()
    try {
      const attention = await runner.client.request({ type: 'attention', question })
      if (mine === runner.run()) traces.setAttention(attention)
    } catch (error) {
      if (mine === runner.run()) complain(error)
    }
  })
}
