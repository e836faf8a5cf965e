/** A rectangle in CSS pixels of the window, however far it is scrolled, or in pixels of a canvas. */
export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A text on a canvas, in pixels of its backing store. */
export interface Written extends Bounds {
  readonly text: string
  /** Nothing of it is to be seen outside of this. */
  readonly clip: Bounds | null
  /** Straight lines drawn across it later. */
  struck: number
}

/** What a canvas shows since it was last cleared, with the size of its backing store then. */
export interface Recording {
  readonly width: number
  readonly height: number
  readonly texts: Written[]
}

/** A canvas of a page in which `recordText` was run. */
export type RecordedCanvas = HTMLCanvasElement & { recording?: Recording }

/** To be run in a page before its own code: keeps what is written on every canvas. The pieces of a label (sub- and superscripts) are one text. */
export function recordText(): void {
  type Context = CanvasRenderingContext2D
  interface Pen {
    readonly kept: (Bounds | null)[]
    clip: Bounds | null
    rect: Bounds | null
    path: { x: number; y: number }[]
    /** Where the last piece of text began and ended. */
    piece: { from: number; to: number; base: number }
  }
  const pens = new WeakMap<Context, Pen>()
  const penOf = (ctx: Context): Pen => {
    const pen = pens.get(ctx) ?? { kept: [], clip: null, rect: null, path: [], piece: { from: Number.NaN, to: Number.NaN, base: 0 } }
    pens.set(ctx, pen)
    return pen
  }
  const textsOf = (ctx: Context) => (ctx.canvas as RecordedCanvas).recording?.texts ?? []
  const at = (ctx: Context, x: unknown, y: unknown) => ctx.getTransform().transformPoint({ x: Number(x), y: Number(y) })
  const boundsOf = (a: DOMPoint, b: DOMPoint): Bounds => ({
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    right: Math.max(a.x, b.x),
    bottom: Math.max(a.y, b.y),
  })
  const before = (name: keyof Context, watch: (ctx: Context, ...args: unknown[]) => void) => {
    const own = CanvasRenderingContext2D.prototype[name] as (...args: unknown[]) => unknown
    Object.assign(CanvasRenderingContext2D.prototype, {
      [name](this: Context, ...args: unknown[]) {
        watch(this, ...args)
        return own.apply(this, args)
      },
    })
  }
  before('clearRect', (ctx, _x, _y, w, h) => {
    const canvas = ctx.canvas as RecordedCanvas
    if (Number(w) >= canvas.width && Number(h) >= canvas.height)
      canvas.recording = { width: canvas.width, height: canvas.height, texts: [] }
  })
  before('save', ctx => penOf(ctx).kept.push(penOf(ctx).clip))
  before('restore', ctx => {
    penOf(ctx).clip = penOf(ctx).kept.pop() ?? null
  })
  before('rect', (ctx, x, y, w, h) => {
    penOf(ctx).rect = boundsOf(at(ctx, x, y), at(ctx, Number(x) + Number(w), Number(y) + Number(h)))
  })
  before('clip', ctx => {
    penOf(ctx).clip = penOf(ctx).rect
  })
  before('beginPath', ctx => {
    penOf(ctx).path = []
  })
  // Single straight lines: a curve lies under the labels.
  const follow = (ctx: Context, x: unknown, y: unknown) => {
    if (penOf(ctx).path.length < 3) penOf(ctx).path.push(at(ctx, x, y))
  }
  before('moveTo', follow)
  before('lineTo', follow)
  before('stroke', ctx => {
    const [a, b, more] = penOf(ctx).path
    if (!a || !b || more) return
    const { left, top, right, bottom } = penOf(ctx).clip ?? { left: 0, top: 0, right: ctx.canvas.width, bottom: ctx.canvas.height }
    const [x0, x1] = [Math.max(left, Math.min(a.x, b.x)), Math.min(right, Math.max(a.x, b.x))]
    const [y0, y1] = [Math.max(top, Math.min(a.y, b.y)), Math.min(bottom, Math.max(a.y, b.y))]
    if (x1 < x0 || y1 < y0) return
    for (const text of textsOf(ctx)) {
      const inset = (text.bottom - text.top) * 0.25
      const beside = x1 < text.left + 2 || x0 > text.right - 2
      if (!beside && y1 > text.top + inset && y0 < text.bottom - inset && (x0 === x1 || y0 === y1)) text.struck += 1
    }
  })
  before('fillText', (ctx, words, x, y) => {
    const text = String(words)
    if (!text.trim() || ctx.globalAlpha < 0.05) return
    const pen = penOf(ctx)
    const size = Number(/([\d.]+)px/.exec(ctx.font)?.[1] ?? 11)
    const width = ctx.measureText(text).width
    // Capitals reach 0.73 of the size above the base line, descenders 0.2 below it.
    const bounds = boundsOf(at(ctx, x, Number(y) - 0.73 * size), at(ctx, Number(x) + width, Number(y) + 0.2 * size))
    const { piece } = pen
    const shifted = Math.abs(piece.base - Number(y)) < size && piece.base !== Number(y)
    const goesOn = shifted && (Math.abs(piece.to - Number(x)) < 0.5 || Math.abs(piece.from - Number(x)) < 0.01)
    pen.piece = { from: Number(x), to: Number(x) + width, base: Number(y) }
    const texts = textsOf(ctx)
    const last = goesOn ? texts.pop() : undefined
    texts.push({
      text: (last?.text ?? '') + text,
      left: Math.min(bounds.left, last?.left ?? bounds.left),
      top: Math.min(bounds.top, last?.top ?? bounds.top),
      right: Math.max(bounds.right, last?.right ?? bounds.right),
      bottom: Math.max(bounds.bottom, last?.bottom ?? bounds.bottom),
      clip: pen.clip,
      struck: 0,
    })
  })
}
