import { decodeLink } from '../../src/scenario'
import { withStaff } from '../../src/staff'
import type { Frame, RunInfo } from '../../src/workers/protocol'
import { createSimulationClient } from '../../src/workers/simulationClient'

export interface RunResult {
  readonly info: RunInfo
  readonly last: Omit<Frame, 'arms'>
  /** All rows of each arm. */
  readonly rows: number[][][]
  readonly notices: string[]
}

/** Plays a link to its end in the real worker and returns everything it said. */
async function play(link: string): Promise<RunResult> {
  const frames: Frame[] = []
  const notices: string[] = []
  let finished: () => void
  const end = new Promise<void>(resolve => {
    finished = resolve
  })
  const client = createSimulationClient(
    () => withStaff(new Worker(new URL('../../src/workers/simulation.worker.ts', import.meta.url), { type: 'module' })),
    push => {
      if (push.type === 'notice') notices.push(push.text)
      if (push.type !== 'frame') return
      client.ack()
      frames.push(push.frame)
      if (push.frame.status === 'finished' && push.frame.fingerprint !== '') finished()
    },
    why => notices.push(`crash: ${why}`),
  )
  try {
    const info = await client.request({ type: 'load', scenario: decodeLink(link), play: true })
    await end
    const { arms, ...last } = frames.at(-1)!
    const { width } = info.columns
    const rows = arms.map((_, a) =>
      frames.flatMap(frame => {
        const packed = frame.arms[a]?.rows ?? new Float64Array()
        return Array.from({ length: packed.length / width }, (_, i) => [...packed.subarray(i * width, (i + 1) * width)])
      }),
    )
    return { info, last, rows, notices }
  } finally {
    client.dispose()
  }
}

Object.assign(globalThis, { play })
