import { FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import { useScope } from '../scope'

interface Props {
  readonly solid?: boolean
  readonly label?: string
  /** Called once files were chosen. */
  readonly onOpened?: () => void
}

/** Opens the platform's own picker for one or several files: data, or measurements of a model. */
export function OpenButton({ solid = false, label = 'Open data…', onOpened }: Props) {
  const scope = useScope()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className={`bar-button ${solid ? 'solid' : 'boxed'}`} onClick={() => input.current?.click()}>
        <FolderOpen size={15} aria-hidden="true" />
        {label}
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
          if (files.length === 0) return
          scope.own(own => own.open(files))
          onOpened?.()
        }}
      />
    </>
  )
}
