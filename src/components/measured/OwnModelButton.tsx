import { useState } from 'react'
import { deferred } from '../ui/deferred'

const OwnModelDialog = deferred(() => import('./OwnModelDialog'))

/** Says how measurements of a model of one's own come here. */
export function OwnModelButton() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="link-button" onClick={() => setOpen(true)}>
        Measurements of your own model…
      </button>
      {open ? <OwnModelDialog onClose={() => setOpen(false)} /> : null}
    </>
  )
}
