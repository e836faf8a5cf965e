import { deviationAlong, drawNoise, type LandscapeLayout, type NoiseMarks, principal } from '../../../../charts'
import { latestWins, type NoiseAnswer, type NoiseWish } from '../../../../store'
import { nth, number } from '../../reading/numbers'
import { pathOf } from '../../reading/paths'
import type { ArmView, View } from '../../reading/view'
import { calmMagnification } from '../ellipses'
import type { Overlay, OverlayPoint } from '../spec'

/** Minibatches that are drawn. */
export const DRAWS = 200
/** A point that lies further from its path than this share of the picture belongs to another plane. */
const ELSEWHERE = 1e-3
/** Milliseconds that a running run is left in peace between two looks, at least and at most, and times what a look takes. */
const PAUSE = { least: 60, most: 5000, times: 4 }

/** The noise of the selected arm's step on the landscape: at the step shown, or at the one that is pointed at on a path. */
export class NoiseLook implements Overlay {
  cloud = true
  arrows = true
  private found: (NoiseAnswer & { readonly arm: ArmView; readonly epoch: number }) | null = null
  private wish = ''
  /** What was drawn last. */
  private shown: NoiseMarks | null = null
  /** Minibatches that the picture has no room for. */
  private beyond = 0
  private readonly look: (view: View) => Promise<void>
  private readonly listeners = new Set<() => void>()

  constructor(
    ask: (wish: NoiseWish) => Promise<NoiseAnswer>,
    private readonly changed: () => void,
  ) {
    let at: number | undefined
    this.want = (view, mark) => {
      const key = [view.traces.epoch, view.selected?.id, mark ?? view.step].join()
      if (key === this.wish) return
      this.wish = key
      at = mark
      void this.look(view)
    }
    this.look = latestWins(async view => {
      const { selected: arm, traces, scenario } = view
      if (!arm || !(this.cloud || this.arrows)) return
      const begun = performance.now()
      const step = at ?? (view.scrubbed ? view.step : null)
      try {
        const answer = await ask({ arm: scenario.arms.findIndex(a => a.id === arm.id), step, draws: DRAWS })
        if (traces.epoch === view.traces.epoch) this.take({ ...answer, arm, epoch: traces.epoch })
      } catch {
        // A run that is gone, or a newer question: what is wanted next is asked with the next picture.
        this.wish = ''
      }
      const took = performance.now() - begun
      if (step === null) await new Promise(resolve => setTimeout(resolve, Math.max(PAUSE.least, Math.min(PAUSE.most, PAUSE.times * took))))
    })
  }

  /** Asks for the noise at the step pointed at, else at the one shown. */
  readonly want: (view: View, mark: number | undefined) => void

  set(next: Partial<Pick<NoiseLook, 'cloud' | 'arrows'>>): void {
    Object.assign(this, next)
    this.wish = ''
    this.tell()
  }

  private take(found: NonNullable<NoiseLook['found']>): void {
    this.found = found
    this.tell()
  }

  private tell(): void {
    this.changed()
    for (const listen of this.listeners) listen()
  }

  subscribe = (listen: () => void): (() => void) => {
    this.listeners.add(listen)
    return () => this.listeners.delete(listen)
  }

  draw(...[ctx, box, view, layout, { mark, magnification, still }]: Parameters<Overlay['draw']>): void {
    if (!still) this.want(view, mark)
    const marks = this.marksOn(view, layout)
    if (!still) this.shown = marks
    if (!marks) return
    const size = magnification ?? calmMagnification([outer(marks.drift)], layout.view, marks.at, undefined)
    const beyond = drawNoise(ctx, box, layout, marks, { cloud: this.cloud, arrows: this.arrows, magnification: size })
    if (still || beyond === this.beyond) return
    this.beyond = beyond
    for (const listen of this.listeners) listen()
  }

  /** What is known, if it lies on the picture's plane. */
  private marksOn(view: View, { view: { x, y } }: LandscapeLayout): NoiseMarks | null {
    const { found } = this
    if (!(this.cloud || this.arrows) || !found?.noise || found.epoch !== view.traces.epoch) return null
    const arm = view.arms.find(a => a.id === found.arm.id)
    const path = arm && pathOf(arm, found.step)
    if (!path || path.length === 0) return null
    const last = path.length - 1
    const [dx, dy] = [found.noise.at[0] - nth(path.x, last), found.noise.at[1] - nth(path.y, last)]
    // The path may not hold that very step: then its neighbours say where the arm was, about.
    const exact = nth(path.step, last) === found.step
    if (exact && Math.hypot(dx / (x[1] - x[0]), dy / (y[1] - y[0])) > ELSEWHERE) return null
    return { ...found.noise, color: found.arm.color }
  }

  /** "SGD at step 120: drift 0.012, noise 0.034 (0.02 along the drift)" */
  words(view: View): string {
    const { found } = this
    if (!(this.cloud || this.arrows) || !found?.noise || found.epoch !== view.traces.epoch) return ''
    const { drift, noise } = found.noise
    const where = `${found.arm.label} at step ${found.step}: drift ${number(Math.hypot(...drift), 2)}`
    const [sx, sy] = principal(noise)
    const deviation = Math.hypot(sx, sy)
    if (!(deviation > 0)) return `${where}, no noise`
    const cut = this.cloud && this.beyond > 0 ? `; ${this.beyond} of the ${DRAWS} minibatches lie beyond the border` : ''
    return `${where}, noise ±${number(deviation, 2)}, along the drift ±${number(deviationAlong(noise, drift), 2)}${cut}`
  }

  explain(): string {
    const { found, shown, cloud, arrows } = this
    if (!(found && shown)) return ''
    const { arm, step } = found
    const dots =
      cloud && shown.cloud.length > 0
        ? `Dots are ${DRAWS} minibatches that might be drawn at step ${step} of ${arm.label}, each as its step less the drift; the ellipses there are their exact covariance and that of 2L·G. They come from a random stream of their own, so that looking at them changes nothing in the run. `
        : ''
    const lines = arrows
      ? 'The arrow is the drift −η∇L, the bar one standard deviation of the noise to each side along its longest axis. '
      : ''
    return dots || lines
      ? `${dots}${lines}All of it begins at the arm’s point on the path and is enlarged alike; in the table it has its true size.`
      : ''
  }

  points(): readonly OverlayPoint[] {
    const { found, shown } = this
    if (!(found && shown)) return []
    const { at, drift, cloud } = shown
    const point = (name: string, dx: number, dy: number) => [`${found.arm.id} ${name}`, found.step, at[0] + dx, at[1] + dy] as const
    return [
      ...(this.arrows ? [point('drift', ...drift)] : []),
      ...(this.cloud
        ? Array.from({ length: cloud.length / 2 }, (_, i) => point(`minibatch ${i}`, nth(cloud, 2 * i), nth(cloud, 2 * i + 1)))
        : []),
    ]
  }
}

const outer = ([x, y]: readonly [number, number]) => [x * x, x * y, y * y] as const
