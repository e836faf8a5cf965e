/** Steps per second as the user sees them pass: over the last second, pauses between steps included. */
export class StepRate {
  private times: number[] = []
  private steps: number[] = []

  /** Takes in a frame; returns the rate, 0 while there is too little to tell. */
  add(time: number, step: number): number {
    // Steps run backwards only when the user did.
    if (step < (this.steps.at(-1) ?? 0)) this.clear()
    this.times.push(time)
    this.steps.push(step)
    while (this.times.length > 2 && this.times[1]! <= time - 1000) {
      this.times.shift()
      this.steps.shift()
    }
    const elapsed = time - this.times[0]!
    return elapsed >= 100 ? ((step - this.steps[0]!) / elapsed) * 1000 : 0
  }

  clear(): 0 {
    this.times = []
    this.steps = []
    return 0
  }
}
