/** A dialog over the page. Render it to open it; it calls `onClose`. */
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'

interface Props {
  readonly title: string
  readonly onClose: () => void
  /** As wide as the page has room for. */
  readonly wide?: boolean
  readonly children: ReactNode
}

/** A dialog over the page; Escape, the cross and a click beside it close it. */
export function Modal({ title, onClose, wide, children }: Props) {
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup modal" data-wide={wide || undefined}>
          <div className="modal-head">
            <Dialog.Title className="modal-title">{title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label="Close">
              <X size={16} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <div className="modal-body">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
