import type { CDPSession, Page } from 'playwright-core'

export interface Heap {
  /** 'page' or the URL of a dedicated worker. */
  readonly where: string
  /** Bytes of live JavaScript objects. */
  readonly objects: number
  /** Bytes of array buffers; Chromium does not count WebAssembly memories among them. */
  readonly buffers: number
}

type Params = Record<string, unknown>
type Reply = { readonly id?: number; readonly method?: string; readonly params?: Params; readonly result?: Params; readonly error?: Params }

/** A debugging session reached through its parent: Playwright's CDPSession speaks for the page only, not for its workers. */
class Target {
  readonly children = new Map<string, Target>()
  private readonly waiting = new Map<number, (reply: Reply) => void>()
  private next = 1

  constructor(
    readonly url: string,
    private readonly post: (message: string) => Promise<unknown>,
  ) {}

  async send(method: string, params: Params = {}): Promise<Params> {
    const id = this.next++
    const answer = new Promise<Reply>(resolve => this.waiting.set(id, resolve))
    await this.post(JSON.stringify({ id, method, params }))
    const reply = await answer
    if (!reply.result) throw new Error(`${method} failed in ${this.url}: ${JSON.stringify(reply.error)}`)
    return reply.result
  }

  receive(message: string): void {
    const reply = JSON.parse(message) as Reply
    if (reply.id === undefined) this.event(reply.method ?? '', reply.params ?? {})
    else this.waiting.get(reply.id)?.(reply)
  }

  event(method: string, params: Params): void {
    const sessionId = params.sessionId as string
    if (method === 'Target.attachedToTarget') {
      const { url } = params.targetInfo as { url: string }
      const child = new Target(url, message => this.send('Target.sendMessageToTarget', { sessionId, message }))
      this.children.set(sessionId, child)
      child.watch().catch(() => this.children.delete(sessionId))
    }
    if (method === 'Target.detachedFromTarget') this.gone(sessionId)
    if (method === 'Target.receivedMessageFromTarget') this.children.get(sessionId)?.receive(params.message as string)
  }

  /** Attaches to the workers that this one has started and will start. */
  watch(): Promise<unknown> {
    return this.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  }

  async heaps(): Promise<Heap[]> {
    await this.send('HeapProfiler.collectGarbage')
    const usage = await this.send('Runtime.getHeapUsage')
    const own = { where: this.url, objects: usage.usedSize as number, buffers: usage.backingStorageSize as number }
    const below = await Promise.all(
      [...this.children].map(([id, child]) =>
        child.heaps().catch(error => {
          if (this.children.has(id)) throw error
          return [] // It ended meanwhile.
        }),
      ),
    )
    return [own, ...below.flat()]
  }

  private gone(sessionId: string): void {
    const child = this.children.get(sessionId)
    this.children.delete(sessionId)
    for (const settle of child?.waiting.values() ?? []) settle({ error: { message: 'the worker has ended' } })
  }
}

/** Attaches to a page; the function it returns forces a garbage collection and reads the heaps of the page and its workers. */
export async function watchHeaps(page: Page): Promise<() => Promise<Heap[]>> {
  const session: CDPSession = await page.context().newCDPSession(page)
  const root = new Target('page', async message => {
    const { id, method, params } = JSON.parse(message)
    try {
      root.receive(JSON.stringify({ id, result: await session.send(method, params) }))
    } catch (error) {
      root.receive(JSON.stringify({ id, error: { message: String(error) } }))
    }
  })
  for (const name of ['Target.attachedToTarget', 'Target.detachedFromTarget', 'Target.receivedMessageFromTarget'] as const) {
    session.on(name, params => root.event(name, params as unknown as Params))
  }
  await root.watch()
  return () => root.heaps()
}

/** Call before page.goto; the function it returns gives the main thread's tasks over 50 ms so far, in milliseconds. */
export async function watchLongTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.addInitScript(() => {
    const durations: number[] = []
    Object.assign(globalThis, { __longTasks: durations })
    new PerformanceObserver(list => durations.push(...list.getEntries().map(entry => entry.duration))).observe({
      type: 'longtask',
      buffered: true,
    })
  })
  return () => page.evaluate(() => (globalThis as unknown as { __longTasks: number[] }).__longTasks.slice())
}

/** `simulation.worker` of `https://…/simulation.worker-a1b2.js`, the kind of worker that a heap is of. */
export const kindOf = (where: string): string => (where.split('/').at(-1) ?? where).split('-')[0] ?? where
