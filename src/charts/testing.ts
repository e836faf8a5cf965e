/** A context for tests: it draws nothing and remembers every call. */
import type { Ctx } from './types'

/** A piece of text as it was drawn, with the box it covers. */
export interface DrawnText {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Recorder {
  readonly ctx: Ctx
  /** Every call with numbers among its arguments. */
  readonly calls: { readonly name: string; readonly args: readonly number[] }[]
  readonly texts: DrawnText[]
  /** Open save() calls: 0 after a well-behaved drawing. */
  depth: number
}

/** A context that draws nothing and remembers what it was asked to draw. Text is 0.56 em per character. */
export function recordingContext(): Recorder {
  const recorder: Recorder = { ctx: undefined as unknown as Ctx, calls: [], texts: [], depth: 0 }
  const shifts: [number, number][] = []
  let shift: [number, number] = [0, 0]
  const own: Record<string, unknown> = { font: '400 11px sans-serif', globalAlpha: 1, textAlign: 'left' }
  const size = () => Number(/(\d+(?:\.\d+)?)px/.exec(String(own.font))?.[1] ?? 11)
  const special: Record<string, (...args: never[]) => unknown> = {
    measureText: (text: string) => ({ width: [...text].length * size() * 0.56 }),
    save: () => {
      recorder.depth++
      shifts.push(shift)
    },
    restore: () => {
      recorder.depth--
      shift = shifts.pop() ?? [0, 0]
    },
    translate: (x: number, y: number) => {
      shift = [shift[0] + x, shift[1] + y]
    },
    fillText: (text: string, x: number, y: number) => {
      recorder.calls.push({ name: 'fillText', args: [x, y] })
      const height = size()
      recorder.texts.push({
        text,
        x: x + shift[0],
        y: y + shift[1] - height * 0.75,
        width: [...text].length * height * 0.56,
        height: height * 0.8,
      })
    },
    getTransform: () => ({ a: 1 }),
  }
  ;(recorder as { ctx: Ctx }).ctx = new Proxy(own, {
    get: (target, key: string) => {
      if (key in special) return special[key]
      if (key in target) return target[key]
      return (...args: unknown[]) => {
        recorder.calls.push({ name: key, args: args.flat().filter(a => typeof a === 'number') })
      }
    },
    set: (target, key: string, value) => {
      target[key] = value
      return true
    },
  }) as unknown as Ctx
  return recorder
}
