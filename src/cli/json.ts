/** Where a text stops being JSON, as "line 3, column 7". JSON.parse judges; this only finds the place it does not always tell. */
export function whereJsonBreaks(text: string): string {
  const at = Math.min(new Scanner(text).firstWrong(), text.length)
  const before = text.slice(0, at).split('\n')
  const found = at < text.length ? `found “${text.slice(at, at + 1)}”` : 'the text ends too early'
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${found}`
}

const WHITESPACE = /[ \t\n\r]*/y
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

class Scanner {
  private at = 0
  constructor(private readonly text: string) {}

  firstWrong(): number {
    if (this.value() && this.skip(WHITESPACE) && this.at === this.text.length) return this.text.length
    return this.at
  }

  /** Moves over one value; false leaves `at` at the first character that cannot stand there. */
  private value(): boolean {
    this.skip(WHITESPACE)
    const next = this.text[this.at]
    if (next === '{') return this.list('}', () => this.string() && this.skip(WHITESPACE) && this.one(':') && this.value())
    if (next === '[') return this.list(']', () => this.value())
    return next === '"' ? this.string() : this.skip(PLAIN)
  }

  private list(close: string, item: () => boolean): boolean {
    this.at++
    this.skip(WHITESPACE)
    if (this.one(close)) return true
    for (;;) {
      this.skip(WHITESPACE)
      if (!item()) return false
      this.skip(WHITESPACE)
      if (this.one(close)) return true
      if (!this.one(',')) return false
    }
  }

  private string(): boolean {
    return this.skip(STRING) && this.one('"')
  }

  private one(character: string): boolean {
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match) this.at += match[0].length
    return match !== null
  }
}
