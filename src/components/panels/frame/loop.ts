/** Something on the page that is drawn when it has changed. */
export interface Drawable {
  /** False while it is off the screen: it stays changed and is drawn when it comes into view. */
  readonly visible: boolean
  draw(): void
}

/** Milliseconds of drawing per frame; what does not fit waits for the next frame, in turn. */
const FRAME_BUDGET = 9
/**
 * Milliseconds between frames beyond which a frame was missed. What a browser without a graphics card spends on
 * rasterizing does not show in the time that drawing takes, only in this.
 */
const MISSED = 24

/** One requestAnimationFrame for all charts: draws what changed, and nothing when nothing did. */
export class ChartLoop {
  private readonly items = new Map<Drawable, boolean>()
  private order: Drawable[] = []
  private frame = 0
  /** Drawings per frame: one fewer after a missed frame, one more after a run of frames in time. */
  private quota = 6
  private inTime = 0
  private last = Number.NEGATIVE_INFINITY

  add(item: Drawable): () => void {
    this.items.set(item, true)
    // What was never drawn comes before what is drawn anew.
    this.order.unshift(item)
    this.schedule()
    return () => {
      this.items.delete(item)
      this.order = this.order.filter(i => i !== item)
    }
  }

  /** Marks one item, or all of them, as changed. */
  touch(item?: Drawable): void {
    if (item) {
      if (this.items.has(item)) this.items.set(item, true)
    } else for (const key of this.order) this.items.set(key, true)
    this.schedule()
  }

  stop(): void {
    cancelAnimationFrame(this.frame)
    this.frame = 0
    this.items.clear()
    this.order = []
  }

  private schedule(): void {
    if (this.frame === 0 && this.order.some(item => item.visible && this.items.get(item))) {
      this.frame = requestAnimationFrame(time => this.tick(time))
    }
  }

  private tick(time: number): void {
    this.frame = 0
    this.adapt(time - this.last)
    this.last = time
    let drawn = 0
    const begun = performance.now()
    for (const item of [...this.order]) {
      if (!item.visible || !this.items.get(item)) continue
      // To the end of the queue before drawing: a drawing may mark itself as changed again.
      this.items.set(item, false)
      this.order = [...this.order.filter(i => i !== item), item]
      item.draw()
      if (++drawn >= this.quota || performance.now() - begun > FRAME_BUDGET) break
    }
    this.schedule()
  }

  private adapt(gap: number): void {
    if (gap > 10 * MISSED) return
    if (gap > MISSED) {
      this.quota = Math.max(1, this.quota - 1)
      this.inTime = 0
    } else if (++this.inTime >= 30) {
      this.quota = Math.min(this.order.length, this.quota + 1)
      this.inTime = 0
    }
  }
}
