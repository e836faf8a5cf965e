import { DisposedError, Fault } from '../../lib/fault'

/** The GPU behind a backend went away (driver reset, tab in the background, device.destroy); its results cannot be had any more. */
export class DeviceLostError extends Fault {
  override readonly name = 'DeviceLostError'
  constructor(reason: string) {
    super(`The GPU device was lost: ${reason}`, 'start the run again, or choose wasm')
  }
}

/** How long a failed GPU call waits for the news that the device is lost, which comes by another promise: on a busy machine, late. */
const NEWS_MS = 5000

/**
 * Whether a device still answers. Everything that waits for the device waits through `settle`, so that losing or closing
 * it settles every call: tfjs alone would poll a lost WebGL context for ever, and read zeros from it.
 */
export class DeviceWatch {
  private end: Error | null = null
  private readonly waiting = new Set<(cause: Error) => void>()

  /** @param isLost asks the device itself, without waiting: a reason, or null while it works */
  constructor(private readonly isLost: () => string | null = () => null) {}

  /** The device is gone: every waiting and every later call rejects with a DeviceLostError. */
  lose(reason: string): void {
    this.finish(new DeviceLostError(reason))
  }

  /** The device reported an error of its own (out of memory, validation): numbers computed since cannot be trusted. */
  fault(message: string): void {
    this.finish(new Fault(`The GPU reported an error: ${message}`, 'choose wasm: numbers computed since cannot be trusted'))
  }

  /** The owner disposed of the backend. */
  close(): void {
    this.finish(new DisposedError('backend', 'create another one'))
  }

  /** Throws when the device has gone. */
  check(): void {
    if (this.end === null) {
      const reason = this.isLost()
      if (reason !== null) this.lose(reason)
    }
    if (this.end !== null) throw this.end
  }

  /** Waits for work of the device, or for its end. (Promise.race against one long-lived promise would keep every loser.) */
  async settle<T>(work: Promise<T>): Promise<T> {
    const value = await new Promise<T>((resolve, reject) => {
      if (this.end !== null) reject(this.end)
      this.waiting.add(reject)
      const leave = () => this.waiting.delete(reject)
      work.then(
        result => {
          leave()
          resolve(result)
        },
        error => {
          leave()
          reject(error)
        },
      )
    })
    this.check()
    return value
  }

  /** The error to report for `error`: a GPU call that failed because the device is being lost says so. */
  async explain(error: unknown): Promise<unknown> {
    if (this.end === null && error instanceof DOMException) {
      const timer = new Promise<void>(resolve => setTimeout(resolve, NEWS_MS))
      await this.settle(timer).catch(() => {})
    }
    return this.end ?? error
  }

  private finish(cause: Error): void {
    if (this.end !== null) return
    this.end = cause
    for (const reject of [...this.waiting]) reject(cause)
    this.waiting.clear()
  }
}
