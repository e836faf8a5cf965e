import { useEffect, useState } from 'react'
import { messageOf } from '../../../../lib/fault'
import { useScope, useScopeState } from '../../../scope'
import { later } from '../../../ui/deferred'
import { useStage } from '../../frame/stage'
import type { LandscapeSpec } from '../spec'
import type { OpenSurface } from './open'

interface Props {
  readonly flat: LandscapeSpec
  /** Told how the landscape is drawn in place of `flat`; undefined where it is drawn so. */
  readonly onSpec: (spec: LandscapeSpec | undefined) => void
}

const AWAY = 'The browser has taken the graphics back for a moment; meanwhile the landscape is drawn in 2D.'

/** Contours or a surface. What draws surfaces is fetched when one is asked for; where there is none the panel says why. */
export default function Depth({ flat, onSpec }: Props) {
  const scope = useScope()
  const stage = useStage()
  const deep = useScopeState(s => s.scenario.view.dim === '3d')
  const [missing, setMissing] = useState('')
  useEffect(() => {
    if (!deep) return
    let surface: OpenSurface | undefined
    let wanted = true
    const say = (why: string) => {
      if (!wanted) return
      setMissing(why)
      onSpec(why ? { ...flat, sentence: view => `${why} ${flat.sentence(view)}` } : surface?.spec)
    }
    async function begin() {
      const { openSurface } = await later(() => import('./open'))
      if (!wanted) return
      const opened = await openSurface(
        flat,
        () => stage.redraw(),
        lost => say(lost ? AWAY : ''),
      )
      if (!wanted) return opened.close()
      surface = opened
      say('')
    }
    begin().catch(error => say(`${messageOf(error)}.`))
    return () => {
      wanted = false
      setMissing('')
      onSpec(undefined)
      surface?.close()
    }
  }, [deep, flat, onSpec, stage])
  return (
    <>
      <button
        type="button"
        className="panel-choice"
        aria-pressed={deep}
        aria-label="Landscape in 3D"
        data-hint="Contours or a surface (D)"
        onClick={() => scope.set('dim', deep ? '2d' : '3d')}
      >
        3D
      </button>
      <span role="status" className="visually-hidden">
        {missing}
      </span>
    </>
  )
}
