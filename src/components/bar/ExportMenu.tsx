import { Download } from 'lucide-react'
import type { ComponentProps } from 'react'
import { useScope } from '../scope'
import { LazyMenu } from '../ui/LazyMenu'

interface Props {
  /** What can be saved. */
  readonly hint: string
  readonly items: ComponentProps<typeof LazyMenu>['items']
}

/** The menu of files that a bar gives. */
export function ExportMenu({ hint, items }: Props) {
  const face = (
    <>
      <Download size={16} aria-hidden="true" />
      <span className="bar-button-text">Export</span>
    </>
  )
  return <LazyMenu label="Export" align="end" aria-label="Export" data-hint={hint} className="bar-button" face={face} items={items} />
}

/** Saves with code that is fetched when it is wanted, and says where that fails. */
export function useSave<T>(load: () => Promise<T>): (what: (exports: T) => void) => Promise<void> {
  const { say } = useScope()
  return what =>
    load()
      .then(what)
      .catch((error: Error) => say({ kind: 'error', text: `The file could not be created: ${error.message}` }))
}
