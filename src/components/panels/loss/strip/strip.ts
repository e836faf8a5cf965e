import type { Scenario, Scheduled } from '../../../../scenario'
import type { ArmView, View } from '../../reading/view'
import type { Draft, StripPlace } from './draft'

/** Whether η or B of some arm goes by a schedule, now or after a recorded change. */
export function isScheduled({ arms, events }: Scenario, of: Scheduled): boolean {
  const field = of === 'eta' ? 'schedule' : 'bschedule'
  return arms.some(a => a[field] !== 'constant') || events.some(e => e.field === field && e.value !== 'constant')
}

/** The arm whose points are under the hand: the selected one, where its schedule is drawn; undefined where none is. */
export function editedArm({ selected }: View, of: Scheduled): ArmView | undefined {
  return selected && (of === 'eta' ? selected.settings.schedule : selected.settings.bschedule) === 'drawn' ? selected : undefined
}

/** The strip of η or B below the loss. What knows their courses is fetched when an arm has a schedule. */
export class Strip {
  private courses: typeof import('./courses') | undefined
  place: StripPlace | undefined
  draft: Draft | undefined
  private wanted: Scheduled | undefined
  private fetching = false
  private readonly listeners = new Set<() => void>()

  constructor(private readonly redraw: () => void = () => {}) {}

  /** Of B only where B has a schedule, and of η otherwise or where that has one too and nobody chose. */
  of({ scenario }: View): Scheduled {
    if (!isScheduled(scenario, 'B')) return 'eta'
    return this.wanted ?? (isScheduled(scenario, 'eta') ? 'eta' : 'B')
  }

  choose(of: Scheduled): void {
    this.wanted = of
    this.changed()
  }

  /** What knows the courses, if there is one to be known and it has been fetched. */
  coursesOf(view: View): typeof import('./courses') | undefined {
    if (!isScheduled(view.scenario, this.of(view))) return undefined
    if (!this.courses && !this.fetching) {
      this.fetching = true
      import('./courses').then(
        courses => {
          this.courses = courses
          this.changed()
        },
        // Tried again at the next drawing.
        () => {
          this.fetching = false
        },
      )
    }
    return this.courses
  }

  hold(draft: Draft | undefined): void {
    if (draft === this.draft) return
    this.draft = draft
    this.redraw()
  }

  /** The last drawing on screen put the strip there. */
  put(place: StripPlace | undefined): void {
    if (place && this.place && keyOf(place) === keyOf(this.place)) return
    if (!place && !this.place) return
    this.place = place
    for (const listener of this.listeners) listener()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private changed(): void {
    this.redraw()
    for (const listener of this.listeners) listener()
  }
}

const keyOf = ({ plot, x, y, width, height }: StripPlace) =>
  [plot.x, plot.y, plot.width, plot.height, ...x.domain, ...y.domain, width, height].join()
