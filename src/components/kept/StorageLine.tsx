import { useEffect, useState } from 'react'
import type { KeptHead } from '../../store/kept/types'
import { countText, sizeText } from './words'

/** How much is kept, of how much a browser gives, and for how long. */
export function StorageLine({ heads }: { heads: readonly KeptHead[] }) {
  const [quota, setQuota] = useState(0)
  useEffect(() => {
    navigator.storage?.estimate?.().then(
      ({ quota: most }) => setQuota(most ?? 0),
      () => {},
    )
  }, [])
  const bytes = heads.reduce((sum, head) => sum + head.bytes, 0)
  const used =
    heads.length > 0
      ? `${countText(heads.length)}, ${sizeText(bytes)}${quota > 0 ? ` of about ${sizeText(quota)} that this page may use` : ''}. `
      : ''
  return (
    <p className="kept-storage">
      {used}What is kept is in this browser alone, and nowhere else: until its data of this page are cleared, or in a private window until
      that is closed.
    </p>
  )
}
