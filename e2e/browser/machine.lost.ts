import { decodeLink } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import type { Backend } from '../../src/sim/backends/types'
import type { Frame, Push } from '../../src/workers/protocol'
import { createServer } from '../../src/workers/server'

/** Takes the device from under a backend. */
export function lose(backend: Backend): void {
  if ('gpu' in backend) (backend.gpu as GPUDevice).destroy()
  else if ('gl' in backend) (backend.gl as WebGL2RenderingContext).getExtension('WEBGL_lose_context')?.loseContext()
}

/** Plays a link in a server of this worker, and loses the device in the middle of the run. */
export async function lostRun(link: string) {
  const pushes: Push[] = []
  const frames: Frame[] = []
  const resume: (() => void)[] = []
  const flush = () => {
    for (const go of resume.splice(0)) go()
  }
  let made: Backend | null = null
  let lostAt = 0
  let finished = () => {}
  const end = new Promise<void>(resolve => {
    finished = resolve
  })
  const server = createServer({
    assets: { mnist: () => Promise.reject(new Error('no digits are wanted')) },
    now: () => performance.now(),
    later: ms =>
      new Promise(resolve => {
        resume.push(resolve)
        if (Number.isFinite(ms)) setTimeout(flush, ms)
      }),
    wake: () => setTimeout(flush, 0),
    async createBackend(id) {
      made = await createBackend(id)
      return made
    },
    post(message) {
      if (message.kind === 'failed') finished()
      if (message.kind !== 'push') return
      pushes.push(message.push)
      if (message.push.type !== 'frame') return
      const { frame } = message.push
      frames.push(frame)
      setTimeout(() => server.receive({ kind: 'ack' }), 0)
      if (frame.status === 'finished') finished()
      else if (frame.step > 0 && !lostAt && made) {
        lostAt = frame.step
        lose(made)
      }
    },
  })
  server.receive({ kind: 'request', id: 0, request: { type: 'load', scenario: decodeLink(link), play: true } })
  await end
  const notices = pushes.flatMap(push => (push.type === 'notice' ? [push.text] : []))
  const backends = pushes.flatMap(push => (push.type === 'backend' ? [push.backend.id] : []))
  // The frame that ends a run brings no row where its last row came with the one before.
  const measured = frames.findLast(({ arms }) => arms[0]?.rows.length)?.arms[0]?.rows
  return { lostAt, notices, backends, step: frames.at(-1)?.step, loss: measured?.at(1) }
}
