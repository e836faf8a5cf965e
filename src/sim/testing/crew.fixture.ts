import { createWasmBackend } from '../backends/wasm'
import { type Crew, createHand, type Task } from '../crew'

/** A crew in this very thread, whose members know what a message would bring them; done backwards, as may happen. */
export function crewHere(workers: number, worth = 0): Crew & { readonly tasks: Task[]; readonly shares: number[] } {
  const tasks: Task[] = []
  const shares: number[] = []
  const hands = Array.from({ length: workers }, async () => {
    const backend = await createWasmBackend()
    return createHand(precision => backend.machine!(precision))
  })
  return {
    ...{ workers, worth, tasks, shares },
    async run<R>(asked: readonly Task[], _: readonly number[], onShare: (share: number) => void = () => {}): Promise<R[]> {
      tasks.push(...asked)
      const answers: R[] = []
      for (const [at, task] of [...asked.entries()].reverse()) {
        const hand = await hands[at % workers]
        answers[at] = structuredClone(await hand(structuredClone(task), share => shares.push(share))) as R
        onShare((asked.length - at) / asked.length)
      }
      return answers
    },
  }
}
