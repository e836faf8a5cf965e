import { subscript } from '../../../lib/digits'
import './planeMenu.css'
import { ChevronDown } from 'lucide-react'
import { choiceLabel } from '../../controls/labels'
import { useScopeState } from '../../scope'
import { deferred } from '../../ui/deferred'
import { LazyPopover } from '../../ui/LazyPopover'

const PlaneChoice = deferred(() => import('./PlaneChoice'))

/** The plane of the landscape, and what opens to choose another. */
export function PlaneMenu() {
  const { plane, i, j } = useScopeState(s => s.scenario.view)
  const letter = plane === 'eigen' ? 'v' : 'θ'
  const two = plane === 'eigen' || plane === 'parameters'
  // In full it has no room beside the title.
  const words = plane === 'path' ? 'path components' : choiceLabel('plane', plane)
  const name = two ? `${letter}${subscript(i)} against ${letter}${subscript(j)}` : words
  const face = (
    <>
      {name} <ChevronDown size={13} aria-hidden />
    </>
  )
  return (
    <LazyPopover
      className="panel-choice"
      aria-label={`${name}: plane of the landscape`}
      title="Plane of the landscape"
      popup="panel-popup plane-menu"
      face={face}
    >
      <PlaneChoice />
    </LazyPopover>
  )
}
