/** A reload in which nothing that was asked for is lost: the link keeps the run, and this the dialog. */

const DIALOGS = ['kept', 'share', 'help'] as const
const KEY = 'dialog'

/** The dialog that is open, if one is. */
export type Dialog = (typeof DIALOGS)[number] | null

/** Loads the page anew, at the fragment `link` if one is given, with `dialog` open. */
export function reloadPage(dialog: Dialog, link?: string): void {
  try {
    if (dialog) sessionStorage.setItem(KEY, dialog)
  } catch {
    // Without storage it is to be opened again.
  }
  if (link) history.replaceState(null, '', `#${link.replace(/^#/, '')}`)
  location.reload()
}

function taken(): Dialog {
  try {
    const said = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
    return DIALOGS.find(name => name === said) ?? null
  } catch {
    return null
  }
}

/** The dialog that was open when this page was loaded anew. */
export const reopened = taken()
