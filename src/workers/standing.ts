import { Cancelled } from './ticker'

interface Errand {
  run(): Promise<void>
  giveUp(error: Error): void
}

/** What is to be done between two steps, where all arms stand at the same one. */
export class Standing {
  private errands: Errand[] = []
  private ended = false

  constructor(private readonly wake: () => void) {}

  /** Does something then. Rejects with `Cancelled` where the run ends before. */
  async when<T>(act: () => Promise<T>): Promise<T> {
    if (this.ended) throw gone()
    return new Promise((resolve, reject) => {
      this.errands.push({ run: () => act().then(resolve, reject), giveUp: reject })
      this.wake()
    })
  }

  /** Whether anything is to be done. */
  get wanted(): boolean {
    return this.errands.length > 0
  }

  /** The run stands between two steps. */
  async reached(): Promise<void> {
    for (let errand = this.errands.shift(); errand; errand = this.errands.shift()) await errand.run()
  }

  /** The run takes no more steps. */
  end(): void {
    this.ended = true
    for (const { giveUp } of this.errands.splice(0)) giveUp(gone())
  }
}

const gone = () => new Cancelled('This was asked of a run that has ended')
