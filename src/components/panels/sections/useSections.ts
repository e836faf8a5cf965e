import { useEffect, useRef } from 'react'
import { latestWins } from '../../../store'
import { useScope } from '../../scope'
import { useStage } from '../frame/stage'
import { kindOf, lineOf, namesOf, type Sections } from './state'

/** Points of a first picture, and of the one that stays; fewer while each is expensive. */
const POINTS = { coarse: 16, usual: 48, fine: 96 }
/** Milliseconds that a picture may take before the next ones are coarse, and that a running run is left in peace at most. */
const EXPENSIVE_MS = 250
const LONGEST_PAUSE_MS = 10_000

/** Asks for the line that is chosen whenever the run stands elsewhere, one answer at a time, and for a finer one where it rests. */
export function useSections(state: Sections): () => void {
  const scope = useScope()
  const stage = useStage()
  const asking = useRef<() => void>(() => {})
  useEffect(() => {
    let over = false
    let took = 0
    let shown = ''
    const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
    const key = () => {
      const { view } = stage
      const { k, step, reach } = state
      const kind = view.selected && kindOf(view, view.selected, state)
      const plane = kind === 'x' || kind === 'y' ? view.traces.plane?.id : 0
      return [view.traces.epoch, view.step, view.selected?.id, kind, k, step, reach, plane].join()
    }
    const look = latestWins(async () => {
      const mine = key()
      const { view } = stage
      const arm = view.selected
      if (over || !arm || arm.row < 0) return
      for (const points of [took > EXPENSIVE_MS ? POINTS.coarse : POINTS.usual, POINTS.fine]) {
        if (over || mine !== key()) break
        const begun = performance.now()
        const kind = kindOf(view, arm, state)
        try {
          const answer = await scope.section({ ...lineOf(view, arm, state), points })
          if (over || stage.view.traces.epoch !== view.traces.epoch) return
          const { section } = answer
          const none = kind === 'along' ? 'G has no direction here.' : 'The two ends of the line are one point.'
          const names = namesOf(view, arm, kind, answer)
          state.take(section && { ...answer, section, arm: arm.label, color: arm.color, names }, section ? '' : none)
          shown = mine
        } catch (error) {
          // A run that is gone answers nothing, and what was given up is asked for anew.
          const { name, message } = error as Error
          if (!over && !['Cancelled', 'DisposedError', 'WorkerCrash'].includes(name)) {
            state.take(null, `${message}.`)
            shown = mine
          }
          break
        }
        if (points !== POINTS.fine) took = performance.now() - begun
        await pause(scope.store.getState().status === 'running' ? Math.min(LONGEST_PAUSE_MS, 4 * took) : 0)
      }
    })
    const ask = () => {
      if (key() !== shown) void look(undefined)
    }
    asking.current = ask
    ask()
    const leave = [scope.traces.subscribe(ask), scope.store.subscribe(ask)]
    return () => {
      over = true
      for (const end of leave) end()
    }
  }, [scope, stage, state])
  return () => asking.current()
}
