import { FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import { useScope } from '../scope'

/** Opens the platform's own picker for one or several data files. */
export function OpenButton({ solid = false }: { solid?: boolean }) {
  const scope = useScope()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className={`bar-button ${solid ? 'solid' : 'boxed'}`} onClick={() => input.current?.click()}>
        <FolderOpen size={15} aria-hidden="true" />
        Open data…
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Data files"
        data-testid="data-files"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // The same file chosen again is to be read again.
          currentTarget.value = ''
          if (files.length > 0) scope.own(own => own.open(files))
        }}
      />
    </>
  )
}
