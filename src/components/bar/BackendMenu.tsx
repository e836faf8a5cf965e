/** Which engine computes the run, and in which precision; a choice restarts the run. */
import { FIELDS } from '../../scenario'
import { gpuNote } from '../onGpu'
import { useScope, useScopeState } from '../scope'
import { OptionMenu } from '../ui/OptionMenu'

const NOTES: Record<string, string> = {
  auto: 'measures the available engines and takes the fastest',
  reference: 'plain float64, slow: the reference for the others',
  wasm: 'the same bits on every machine; float64, for networks float32 too',
  webgpu: 'float32 on the GPU; agrees to rounding only',
  webgl: 'float32 on the GPU; agrees to rounding only',
}
const OPTIONS = FIELDS.run.backend.choices.map(id => ({ value: id, label: id, note: NOTES[id] ?? '' }))

/** What computes, in which precision and why; another one restarts the run. */
export function BackendMenu() {
  const scope = useScope()
  const backend = useScopeState(s => s.backend)
  const chosen = useScopeState(s => s.scenario.backend)
  const note = useScopeState(gpuNote)
  const about = backend ? [backend.device, backend.software ? 'software rendering' : '', backend.reason].filter(Boolean).join(' · ') : ''
  return (
    <OptionMenu
      label="Backend"
      hint={[about, note].filter(Boolean).join('. ') || 'The engine that computes the run'}
      value={chosen}
      options={OPTIONS}
      onChoose={next => scope.set('backend', next)}
      className="backend-menu"
      head={[about, note].filter(Boolean).join('. ')}
    >
      {backend ? null : 'backend'}
      <span data-testid="backend">{backend?.id}</span> <b>{backend?.precision}</b>
      {note ? <span className="rounding"> ≈</span> : null}
    </OptionMenu>
  )
}
