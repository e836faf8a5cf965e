/** Steps per second as the user sees them pass: over the last second, pauses between steps included. */
export class StepRate {
  private seen: { readonly time: number; readonly step: number }[] = []

  /** Takes in a frame; returns the rate, 0 while there is too little to tell. */
  add(time: number, step: number): number {
    // Steps run backwards only when the user did.
    if (step < (this.seen.at(-1)?.step ?? 0)) this.clear()
    this.seen.push({ time, step })
    const second = this.seen.findIndex((at, i) => i > 0 && at.time > time - 1000)
    this.seen.splice(0, Math.max(0, Math.min(second - 1, this.seen.length - 2)))
    const [first = { time, step }] = this.seen
    const elapsed = time - first.time
    return elapsed >= 100 ? ((step - first.step) / elapsed) * 1000 : 0
  }

  clear(): 0 {
    this.seen = []
    return 0
  }
}
