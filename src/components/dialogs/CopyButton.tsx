import { Check, Copy } from 'lucide-react'
import { type ReactNode, type RefObject, useState } from 'react'

type Copied = 'idle' | 'copied' | 'selected'

const WORDS: Record<Exclude<Copied, 'idle'>, string> = { copied: 'Copied', selected: 'Selected: copy it by the keys or the menu' }

/** Copies what a field shows; where the browser lets no page copy, as on plain http, the text is left selected. */
async function copyFrom(field: HTMLInputElement | HTMLTextAreaElement): Promise<Copied> {
  try {
    await navigator.clipboard.writeText(field.value)
    return 'copied'
  } catch {
    field.focus()
    field.select()
    return document.execCommand('copy') ? 'copied' : 'selected'
  }
}

/** A button that copies what a field shows, and says whether it could. */
export function CopyButton({ from, children }: { from: RefObject<HTMLInputElement | HTMLTextAreaElement | null>; children: ReactNode }) {
  const [state, setState] = useState<Copied>('idle')
  const words = state === 'idle' ? '' : WORDS[state]
  return (
    <>
      <button type="button" className="bar-button solid" onClick={async () => from.current && setState(await copyFrom(from.current))}>
        {state === 'copied' ? <Check size={15} aria-hidden="true" /> : <Copy size={15} aria-hidden="true" />}
        {words || children}
      </button>
      <span className="visually-hidden" role="status">
        {words}
      </span>
    </>
  )
}
