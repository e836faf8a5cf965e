/** The stops of the tour, in the order of the argument: what each points at, what it does there, and what it says. */
import type { Scope } from '../../store'

export interface TourStop {
  /** Where to look: the first of these that is on screen. */
  readonly at: readonly string[]
  readonly title: string
  readonly says: string
  /** Does on the page what the words say was done, unless the tour is over before; once more does no harm. */
  act?(scope: Scope, calm: boolean, over: AbortSignal): void
}

/** The experiment that the tour goes through. */
export const TOUR_PRESET = 'escape'
const BATCH = 16

/** Raises the batch size of SGD at a third of the run, where it has not been done. */
function turnBack({ store, seek, set, play }: Scope, calm: boolean, over: AbortSignal): void {
  const { scenario } = store.getState()
  const arm = scenario.arms.find(({ kind }) => kind === 'sgd')
  if (!arm || scenario.preset !== TOUR_PRESET || scenario.events.length > 0 || arm.B === BATCH) return
  const step = Math.floor(scenario.steps / 3)
  seek(step)
  // Each waits for what was asked before, so that the change stands at that step.
  once(
    store,
    state => state.step === step && state.sought === null && /paused|finished/.test(state.status),
    () => {
      set(scenario.arms.length > 1 ? `${arm.id}.B` : 'B', BATCH)
      if (!calm) once(store, state => state.scenario !== scenario, play, over)
    },
    over,
  )
}

/** Does something as soon as the state is as asked, unless it is over by then. */
function once(store: Scope['store'], is: (state: ReturnType<Scope['store']['getState']>) => boolean, act: () => void, over: AbortSignal) {
  if (over.aborted) return
  if (is(store.getState())) {
    act()
    return
  }
  const stop = store.subscribe(state => {
    if (!is(state)) return
    stop()
    over.removeEventListener('abort', stop)
    act()
  })
  over.addEventListener('abort', stop)
}

export const TOUR_STOPS: readonly TourStop[] = [
  {
    at: ['.scenario-menu'],
    title: 'An experiment',
    says: 'A small model trains in this page. Here you choose which: more than thirty experiments, by the claim that each is about. The claims are those of Wang & Wu (arXiv 2310.00692) and of their neighbours.',
  },
  {
    at: ['.arm-row', '.sheet-button'],
    title: 'Two arms, one start',
    says: 'SGD and GD begin beside the same minimum, each with a learning rate just too large to stay. GD, without noise, needs a much larger one for that: the rates differ so that both leave.',
  },
  {
    at: ['.transport'],
    title: 'Play',
    says: 'The run plays at the speed that you choose. Space plays and pauses, the arrow takes one step.',
    act: (scope, calm) => {
      const { status } = scope.store.getState()
      if (!calm && (status === 'paused' || status === 'finished')) scope.play()
    },
  },
  {
    at: ['[data-panel=sharp]:not([data-behind])', '[data-panel=landscape]:not([data-behind])'],
    title: 'Where each arm goes',
    says: 'GD leaves along the sharpest direction alone. The noise of SGD drives it along the flat ones too, in proportion to their curvature: it does not favour them, it does not leave them out.',
  },
  {
    at: ['[data-panel=alignment]'],
    title: 'Why: the noise knows the curvature',
    says: 'The loss alignment μ is near 1 when the noise of minibatches goes where the loss is curved, and much less for noise alike in all directions. GD has no noise: its μ is that of the minibatches it does not take.',
  },
  {
    at: ['[data-panel=directions]', '[data-panel=scatter]'],
    title: 'Direction by direction',
    says: 'g compares noise and curvature along each eigenvector, the sharpest at the left. The question mark on any panel shows its formula with the numbers of the moment; point at a symbol to have it explained.',
  },
  {
    at: ['.field:has([aria-label^="batch size"])', '.field:has([aria-label^="learning rate"])', '.sheet-button'],
    title: 'Turn a knob while it runs',
    says: `The tour has just gone back to a third of the run and set SGD’s batch size to ${BATCH} there: the noise has a sixteenth of its variance, and SGD turns back. The marks on a slider are thresholds at the point on screen.`,
    act: turnBack,
  },
  {
    at: ['.app-timeline'],
    title: 'Go back',
    says: 'The change stands on the timeline. Drag it back and change something there: the run branches from that step. The browser’s Back button undoes.',
  },
  {
    at: ['[aria-label=Share]'],
    title: 'The address is the experiment',
    says: 'It holds every setting and every change at its step. Whoever opens the link sees this same run, to the bit. Help, two buttons on, has the glossary, the whole argument, and what to cite.',
  },
]
