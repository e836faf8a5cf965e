/** Collects relative errors by name and throws as soon as one is beyond the tolerance. */
export class Worst {
  private readonly found = new Map<string, number>()

  constructor(
    private readonly title: string,
    private readonly tolerance: number,
  ) {}

  /** |got − want| / scale, scale being |want| unless given; `name` may be followed by detail after a slash. */
  check(name: string, got: number, want: number, scale = Math.abs(want), tolerance = this.tolerance): void {
    const error = got === want ? 0 : Math.abs(got - want) / scale
    const key = name.split('/')[0]
    this.found.set(key, Math.max(this.found.get(key) ?? 0, error))
    if (!(error <= tolerance)) throw new Error(`${name}: got ${got}, want ${want}, relative error ${error} > ${tolerance}`)
  }

  report(): string {
    return `${this.title} (tolerance ${this.tolerance}): ${[...this.found].map(([k, e]) => `${k} ${e.toExponential(1)}`).join(', ')}`
  }
}
